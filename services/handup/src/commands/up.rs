use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use handup_runtime::SharedClock;
use handup_runtime::telemetry::Telemetry;
use tokio::net::TcpListener;

use crate::commands::demo;
use crate::commands::migrate::migrate;
use crate::commands::say;
use crate::commands::serve::End;
use crate::nats_child::NatsChild;
use crate::settings::Settings;
use crate::system::{Part, System};

/// Port that is taken if it is free and none was asked for.
const USUAL_PORT: u16 = 8080;
/// User of the own nats-server.
const NATS_USER: &str = "handup";
/// How long everything may take to be ready.
const START_PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug, clap::Args)]
pub(super) struct Up {
    /// Folder for databases and streams.
    #[arg(long, default_value = "data", value_name = "FOLDER")]
    data: PathBuf,
    /// Port on loopback; 0 for any free one. Without: 8080, or any free one if that is taken.
    #[arg(long)]
    port: Option<u16>,
    /// Port of the health endpoint on loopback; 0 for any free one.
    #[arg(long, default_value_t = 0)]
    health_port: u16,
    /// The nats-server program, 2.12 or newer.
    #[arg(
        long,
        env = "HANDUP_NATS_SERVER",
        default_value = "nats-server",
        value_name = "PROGRAM"
    )]
    nats_server: PathBuf,
    /// Fill the databases with a demo university first.
    #[arg(long)]
    demo: bool,
}

impl Up {
    pub(super) async fn run(
        self,
        mut settings: Settings,
        clock: SharedClock,
    ) -> anyhow::Result<()> {
        let telemetry = Telemetry::start(&settings.telemetry, "handup")?;
        let mut end = End::listen()?;
        std::fs::create_dir_all(&self.data).with_context(|| self.data.display().to_string())?;
        let data = self.data.canonicalize()?;
        let _only_one = lock(&data)?;
        let password = random_text();
        let mut nats =
            NatsChild::start(&self.nats_server, &data.join("nats"), NATS_USER, &password)
                .await
                .context("a nats-server of version 2.12 or newer is needed: install one, or run `make run`, which fetches it")?;
        settings.nats.url = nats.url().to_owned();
        settings.nats.user = NATS_USER.to_owned();
        settings.nats.password = password;
        settings.database.url = format!("sqlite:{}", data.display());
        settings.platform.service_secret = random_text();
        settings.listen.http = format!("127.0.0.1:{}", self.http_port().await);
        settings.listen.health = format!("127.0.0.1:{}", self.health_port);
        migrate(&settings, &Part::WITH_STORE).await?;
        let accounts = if self.demo {
            Some(demo::fill(&settings, &clock).await?)
        } else {
            None
        };
        let mut system = System::start(&settings, &Part::ALL, clock).await?;
        let failure = tokio::select! {
            ready = ready(&system) => match ready {
                Ok(()) => {
                    greet(&system, accounts.as_deref());
                    tokio::select! {
                        () = end.asked() => Ok(()),
                        failed = system.failed() => failed,
                        failed = nats.failed() => failed,
                    }
                }
                Err(error) => Err(error),
            },
            () = end.asked() => Ok(()),
        };
        let stopped = tokio::select! {
            stopped = stop(system, nats) => stopped,
            () = end.asked() => Err(anyhow::anyhow!("ended by force: asked a second time")),
        };
        telemetry.finish();
        failure.and(stopped)
    }

    async fn http_port(&self) -> u16 {
        match self.port {
            Some(port) => port,
            None => match TcpListener::bind(("127.0.0.1", USUAL_PORT)).await {
                Ok(_) => USUAL_PORT,
                Err(_) => 0,
            },
        }
    }
}

async fn ready(system: &System) -> anyhow::Result<()> {
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    let waiting = async {
        while !system.is_ready().await {
            ticks.tick().await;
        }
    };
    tokio::time::timeout(START_PATIENCE, waiting)
        .await
        .with_context(|| format!("not ready yet; ask http://{}/ready why", system.health()))
}

async fn stop(system: System, nats: NatsChild) -> anyhow::Result<()> {
    let stopped = system.stop().await;
    nats.stop().await?;
    stopped
}

fn greet(system: &System, accounts: Option<&str>) {
    if let Some(http) = system.http() {
        say(&format!("Handup is ready at http://{http}"));
    }
    say(&format!("Health: http://{}/ready", system.health()));
    if let Some(accounts) = accounts {
        say(accounts);
    }
}

/// Two processes on the same files would run two nats-servers on them.
fn lock(data: &Path) -> anyhow::Result<std::fs::File> {
    let file = std::fs::File::create(data.join("handup.lock"))?;
    file.try_lock()
        .with_context(|| format!("another handup runs on {}", data.display()))?;
    Ok(file)
}

/// 256 random bits as text.
#[expect(
    clippy::disallowed_methods,
    reason = "secrets of one run, made where the process begins"
)]
fn random_text() -> String {
    use rand::Rng as _;
    format!(
        "{:032x}{:032x}",
        rand::rng().random::<u128>(),
        rand::rng().random::<u128>()
    )
}
