//! The loading side's handle on what it measures.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use async_nats::jetstream;
use futures::TryStreamExt as _;
use handup::Settings;
use handup_gateway::{Limits, Rate};
use handup_runtime::ids;
use sea_orm::sqlx::{AssertSqlSafe, Connection as _, PgConnection, raw_sql};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, Command};

use crate::options::{Backend, Options, Side};
use crate::processes::Processes;
use crate::serve::{NATS_USER, Order, Ready, Role};
use crate::world::{self, Size, World};

/// How long the child may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often the consumers are looked at while they catch up.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// For so long nothing may happen any more for the consumers to count as done.
const QUIET: Duration = Duration::from_millis(500);

/// The floor or the system, running in a child process.
pub struct Target {
    /// Which of both.
    pub side: Side,
    /// On which database.
    pub backend: Backend,
    /// Where it takes HTTP.
    pub http: SocketAddr,
    /// Who takes part.
    pub world: World,
    /// The processes that it consists of, without a database server.
    pub processes: Processes,
    /// Memory of the idle processes before anybody came, in bytes.
    pub idle_bytes: u64,
    events: Option<jetstream::Context>,
    stream: String,
    child: Child,
    input: Option<ChildStdin>,
    postgres: Option<(String, String)>,
    // Removed last, when everything that uses it has ended.
    _folder: TempDir,
}

impl Target {
    /// Starts `side` on a fresh database with people and labs.
    ///
    /// # Errors
    /// If it does not come up.
    pub async fn start(
        options: &Options,
        side: Side,
        backend: Backend,
        size: Size,
    ) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let postgres = match backend {
            Backend::Sqlite => None,
            Backend::Postgres => Some(create_database(options).await?),
        };
        let database_url = match &postgres {
            Some((server, name)) => on_server(server, name)?,
            None => format!("sqlite:{}", folder.path().display()),
        };
        let password = secret();
        let (role, labs, stream) = match side {
            Side::Floor => (Role::Floor { database_url }, None, String::new()),
            Side::System => {
                let settings = system_settings(database_url);
                let labs = world::fill(&settings, size).await?;
                let stream = handup_contracts::events::stream(&settings.nats.prefix);
                (Role::System(Box::new(settings)), Some(labs), stream)
            }
        };
        let order = Order {
            nats_server: options.nats_server.clone(),
            nats_folder: folder.path().join("nats"),
            nats_password: password.clone(),
            role,
        };
        let log = options.output.join(format!("{side}-{backend}.log"));
        let (child, input, ready) = spawn(&order, &log).await?;
        let processes = Processes::new(child.id().context("the child has ended")?, ready.nats_pid);
        let mut target = Self {
            side,
            backend,
            http: ready.http,
            world: World::unknown_to_anybody(size)?,
            processes,
            idle_bytes: 0,
            events: None,
            stream,
            child,
            input: Some(input),
            postgres,
            _folder: folder,
        };
        if side == Side::System {
            target.events = Some(watch_events(&ready.nats_url, &password).await?);
        }
        target.settled().await?;
        target.idle_bytes = target.processes.memory()?;
        if let Some(labs) = labs {
            target.world = world::log_in(target.http, size, labs).await?;
            target.settled().await?;
        }
        Ok(target)
    }

    /// Waits until every event is published and every consumer has handled it. Returns how long
    /// after this call that was.
    ///
    /// # Errors
    /// If it does not come to an end.
    pub async fn settled(&self) -> anyhow::Result<Duration> {
        let Some(events) = &self.events else {
            return Ok(Duration::ZERO);
        };
        let begun = Instant::now();
        let mut busy_until = begun;
        let mut last = None;
        let mut ticks = tokio::time::interval(LOOK_EVERY);
        let waiting = async {
            while busy_until.elapsed() < QUIET {
                ticks.tick().await;
                let now = backlog(events, &self.stream).await?;
                if now.unhandled > 0 || last.as_ref() != Some(&now) {
                    busy_until = Instant::now();
                }
                last = Some(now);
            }
            anyhow::Ok(busy_until - begun)
        };
        tokio::time::timeout(PATIENCE, waiting)
            .await
            .context("the consumers do not catch up")?
    }

    /// Ends it in order.
    ///
    /// # Errors
    /// If it does not end, or ends with an error: its log tells.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        drop(self.input.take());
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        if ended.is_err() {
            self.child.kill().await?;
        }
        if let Some((server, name)) = &self.postgres {
            execute(server, format!("DROP DATABASE {name} WITH (FORCE)")).await?;
        }
        let status = ended.context("the child does not end")??;
        anyhow::ensure!(status.success(), "the child ended with {status}");
        Ok(())
    }
}

#[derive(PartialEq, Eq)]
struct Backlog {
    published: u64,
    unhandled: u64,
}

async fn backlog(events: &jetstream::Context, name: &str) -> anyhow::Result<Backlog> {
    let mut stream = events.get_stream(name).await?;
    let published = stream.info().await?.state.last_sequence;
    let consumers: Vec<_> = stream.consumers().try_collect().await?;
    let unhandled = consumers
        .iter()
        .map(|consumer| consumer.num_pending + consumer.num_ack_pending as u64)
        .sum();
    Ok(Backlog {
        published,
        unhandled,
    })
}

/// The product's defaults, but for what a load from one address by people who are made up needs.
fn system_settings(database_url: String) -> Settings {
    let mut settings = Settings::default();
    settings.database.url = database_url;
    settings.listen.http = "127.0.0.1:0".to_owned();
    settings.listen.health = "127.0.0.1:0".to_owned();
    settings.platform.service_secret = secret();
    settings.auth.access_token_s = 6 * 3600;
    settings.auth.hashing.memory_kib = 8;
    settings.auth.hashing.passes = 1;
    let unlimited = Rate {
        per_minute: 0,
        burst: 1,
    };
    settings.gateway.limits = Limits {
        register: unlimited,
        log_in: unlimited,
        refresh: unlimited,
        join: unlimited,
    };
    settings
}

async fn spawn(order: &Order, log: &Path) -> anyhow::Result<(Child, ChildStdin, Ready)> {
    let log = std::fs::File::create(log).with_context(|| log.display().to_string())?;
    let mut child = Command::new(std::env::current_exe()?)
        .arg("serve")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(log)
        // Ctrl-C is for the loading side, which then ends this one in order.
        .process_group(0)
        .spawn()?;
    let mut input = child.stdin.take().context("no input")?;
    let mut line = serde_json::to_vec(order)?;
    line.push(b'\n');
    input.write_all(&line).await?;
    let output = child.stdout.take().context("no output")?;
    let mut lines = BufReader::new(output).lines();
    let answer = tokio::time::timeout(PATIENCE, lines.next_line())
        .await
        .context("the child does not start")??
        .context("the child ended at its start; its log tells why")?;
    Ok((child, input, serde_json::from_str(&answer)?))
}

#[expect(
    clippy::disallowed_methods,
    reason = "looks at the streams from outside of the system"
)]
async fn watch_events(url: &str, password: &str) -> anyhow::Result<jetstream::Context> {
    let client = async_nats::ConnectOptions::new()
        .user_and_password(NATS_USER.to_owned(), password.to_owned())
        .connect(url)
        .await?;
    Ok(jetstream::new(client))
}

/// Makes a database. Returns the server's address and the name.
async fn create_database(options: &Options) -> anyhow::Result<(String, String)> {
    let server = options
        .postgres_url
        .clone()
        .context("--postgres-url is not set: run through deploy/postgres-for-tests.sh")?;
    let name = format!("bench_{}", ids::new_id().simple());
    execute(&server, format!("CREATE DATABASE {name}")).await?;
    Ok((server, name))
}

async fn execute(server: &str, statement: String) -> anyhow::Result<()> {
    let mut connection = PgConnection::connect(server).await?;
    raw_sql(AssertSqlSafe(statement))
        .execute(&mut connection)
        .await?;
    Ok(connection.close().await?)
}

fn on_server(server: &str, name: &str) -> anyhow::Result<String> {
    let (address, _) = server
        .rsplit_once('/')
        .context("a database in the address")?;
    Ok(format!("{address}/{name}"))
}

fn secret() -> String {
    format!("{}{}", ids::new_id().simple(), ids::new_id().simple())
}
