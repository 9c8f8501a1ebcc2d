use handup_runtime::SharedClock;
use handup_runtime::telemetry::Telemetry;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::commands::migrate::migrate;
use crate::settings::Settings;
use crate::system::{Part, System};

#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    /// The services to run.
    #[arg(required = true, value_enum)]
    services: Vec<Part>,
    /// Bring their tables up to date first.
    #[arg(long)]
    migrate: bool,
}

impl Serve {
    pub(super) async fn run(self, settings: Settings, clock: SharedClock) -> anyhow::Result<()> {
        let names: Vec<_> = self.services.iter().map(|part| part.name()).collect();
        let telemetry =
            Telemetry::start(&settings.telemetry, &format!("handup-{}", names.join("-")))?;
        if self.migrate {
            migrate(&settings, &self.services).await?;
        }
        let mut end = End::listen()?;
        let mut system = System::start(&settings, &self.services, clock).await?;
        tracing::info!(health = %system.health(), http = ?system.http(), "serving");
        let failure = tokio::select! {
            () = end.asked() => Ok(()),
            failed = system.failed() => failed,
        };
        let stopped = tokio::select! {
            stopped = system.stop() => stopped,
            () = end.asked() => Err(anyhow::anyhow!("ended by force: asked a second time")),
        };
        telemetry.finish();
        failure.and(stopped)
    }
}

/// The signals that ask for the end.
pub(super) struct End {
    interrupt: Signal,
    terminate: Signal,
}

impl End {
    pub(super) fn listen() -> anyhow::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Returns when the end is asked for; a second call waits for a second time.
    pub(super) async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
