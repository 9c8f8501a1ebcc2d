//! A client opens its live connection.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::response::Response;
use handup_contracts::{Code, Problem};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::refusal::Refusal;
use crate::live::socket;

/// Open the live connection
///
/// A WebSocket with JSON text frames: the client subscribes to topics, and the server shows each of
/// them and every change after it. `/api/asyncapi.json` says what is sent, who sees what, and how a
/// client whose connection broke goes on where it was.
#[utoipa::path(
    get,
    path = "/api/v1/live",
    operation_id = "live",
    tag = "live",
    responses((status = SWITCHING_PROTOCOLS, description = "The connection is open.")),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Refusal> {
    let upgrade = upgrade.map_err(|rejection| {
        Problem::new(
            Code::Malformed,
            "This address is for WebSocket connections only.",
        )
        .with_internal(rejection.body_text())
    })?;
    socket::open(&app, asker, upgrade).map_err(Refusal)
}
