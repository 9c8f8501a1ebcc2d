//! The floor: a bare chain of the parts that the system is made of, and nothing else.
//!
//! HTTP → NATS request → one single-row commit, as durable as the system's → reply; then event →
//! WebSocket, with the text made once. It checks no token and no rule, and keeps no history: what
//! the system does beyond it is what the system costs.

mod edge;
mod lane;
mod responder;

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

/// Subjects on which creates are asked for; the lab is the last part.
const CREATE: &str = "floor.create";
/// Subjects on which events are published; the lab is the last part.
const EVENT: &str = "floor.event";

/// Where the floor finds what it needs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FloorSettings {
    /// The nats-server.
    pub nats_url: String,
    /// User on it.
    pub nats_user: String,
    /// Password of the user.
    pub nats_password: String,
    /// `sqlite:<folder>` or `postgres://…`.
    pub database_url: String,
}

/// Starts the chain on a free loopback port.
///
/// # Errors
/// If NATS or the database can't be reached.
pub async fn start(settings: &FloorSettings) -> anyhow::Result<SocketAddr> {
    // Two connections, as an edge and a service have one each.
    let lanes = lane::open(&settings.database_url, &connect(settings).await?).await?;
    responder::start(&connect(settings).await?, lanes).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    edge::start(listener, connect(settings).await?).await?;
    Ok(address)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the floor stands on nothing of the system's"
)]
async fn connect(settings: &FloorSettings) -> anyhow::Result<async_nats::Client> {
    Ok(async_nats::ConnectOptions::new()
        .user_and_password(settings.nats_user.clone(), settings.nats_password.clone())
        .connect(&settings.nats_url)
        .await?)
}
