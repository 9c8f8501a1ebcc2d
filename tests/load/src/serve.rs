//! The measured side: the floor or the system, with its own nats-server, in a process of its own.
//!
//! It is told what to be in one line of JSON on standard input, answers with one line on standard
//! output when it takes work, and ends in order when standard input ends: also when the process
//! that started it was killed.

use std::io::{BufRead as _, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use handup::nats_child::NatsChild;
use handup::{Part, Settings, System};
use handup_runtime::SystemClock;
use handup_runtime::telemetry::Telemetry;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use crate::floor::{self, FloorSettings};

/// User on the own nats-server.
pub const NATS_USER: &str = "bench";
/// How often the state of the system is looked at while it starts.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a child is told to be.
#[derive(Debug, Serialize, Deserialize)]
pub struct Order {
    /// The nats-server program.
    pub nats_server: PathBuf,
    /// Folder for its files.
    pub nats_folder: PathBuf,
    /// Password of [`NATS_USER`].
    pub nats_password: String,
    /// What to run.
    pub role: Role,
}

/// What a child runs.
#[derive(Debug, Serialize, Deserialize)]
pub enum Role {
    /// The bare chain.
    Floor {
        /// `sqlite:<folder>` or `postgres://…`.
        database_url: String,
    },
    /// All services; the address of NATS is filled in.
    System(Box<Settings>),
}

/// What a child answers.
#[derive(Debug, Serialize, Deserialize)]
pub struct Ready {
    /// Where it takes HTTP.
    pub http: SocketAddr,
    /// Its nats-server.
    pub nats_url: String,
    /// Process id of its nats-server.
    pub nats_pid: u32,
}

/// Runs what standard input says until standard input ends.
///
/// # Errors
/// If it does not start, or fails.
pub async fn run() -> anyhow::Result<()> {
    handup::memory::refuse_huge_pages();
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let order: Order = serde_json::from_str(&line)?;
    let parent_gone = end_of_input();
    let nats = NatsChild::start(
        &order.nats_server,
        &order.nats_folder,
        NATS_USER,
        &order.nats_password,
    )
    .await?;
    let outcome = match order.role {
        Role::Floor { database_url } => {
            let settings = FloorSettings {
                nats_url: nats.url().to_owned(),
                nats_user: NATS_USER.to_owned(),
                nats_password: order.nats_password,
                database_url,
            };
            run_floor(&settings, &nats, parent_gone).await
        }
        Role::System(mut settings) => {
            nats.url().clone_into(&mut settings.nats.url);
            NATS_USER.clone_into(&mut settings.nats.user);
            settings.nats.password = order.nats_password;
            run_system(&settings, &nats, parent_gone).await
        }
    };
    outcome.and(nats.stop().await)
}

async fn run_floor(
    settings: &FloorSettings,
    nats: &NatsChild,
    parent_gone: oneshot::Receiver<()>,
) -> anyhow::Result<()> {
    let http = floor::start(settings).await?;
    answer(http, nats)?;
    Ok(parent_gone.await?)
}

async fn run_system(
    settings: &Settings,
    nats: &NatsChild,
    parent_gone: oneshot::Receiver<()>,
) -> anyhow::Result<()> {
    let telemetry = Telemetry::start(&settings.telemetry, "handup")?;
    let mut system = System::start(settings, &Part::ALL, Arc::new(SystemClock)).await?;
    let ready = async {
        let mut ticks = tokio::time::interval(LOOK_EVERY);
        while !system.is_ready().await {
            ticks.tick().await;
        }
    };
    tokio::time::timeout(PATIENCE, ready)
        .await
        .context("the system does not get ready")?;
    answer(system.http().context("the system has no edge")?, nats)?;
    let failure = tokio::select! {
        gone = parent_gone => Ok(gone?),
        failed = system.failed() => failed,
    };
    let stopped = system.stop().await;
    telemetry.finish();
    failure.and(stopped)
}

fn answer(http: SocketAddr, nats: &NatsChild) -> anyhow::Result<()> {
    let ready = Ready {
        http,
        nats_url: nats.url().to_owned(),
        nats_pid: nats.pid().context("nats-server has ended")?,
    };
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, &ready)?;
    writeln!(out)?;
    Ok(out.flush()?)
}

/// Tells when standard input has ended.
fn end_of_input() -> oneshot::Receiver<()> {
    let (ended, end) = oneshot::channel();
    std::thread::spawn(move || {
        let mut rest = Vec::new();
        // An unreadable input is as good as its end.
        let _ = std::io::stdin().lock().read_to_end(&mut rest);
        // Nobody waits any more where the process ends by itself.
        let _ = ended.send(());
    });
    end
}
