//! Services of one process, running.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use futures::FutureExt;
use futures::future::BoxFuture;
use handup_bus::Bus;
use handup_chassis::{Deps, Service};
use handup_contracts::Problem;
use handup_gateway::GatewayDeps;
use handup_identity::{BusKeys, ServiceTokens, Verifier};
use handup_runtime::health::Readiness;
use handup_runtime::{SharedClock, Shutdown};
use handup_store::Store;
use handup_store::migration::Migrations;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::settings::{PlatformSettings, Settings};

/// A service that a process can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Accounts, sessions, keys, organisations, memberships.
    Auth,
    /// Labs, their queues, and the life of requests.
    Request,
    /// Availability, and who takes what next.
    Assignment,
    /// Who is told what.
    Notification,
    /// Projections and statistics.
    Analytics,
    /// The edge.
    Gateway,
}

impl Part {
    /// "All" is this list, not a second wiring.
    pub const ALL: [Part; 6] = [
        Part::Auth,
        Part::Request,
        Part::Assignment,
        Part::Notification,
        Part::Analytics,
        Part::Gateway,
    ];

    /// Those that have a database, with their tables.
    pub const WITH_STORE: [Part; 5] = [
        Part::Auth,
        Part::Request,
        Part::Assignment,
        Part::Notification,
        Part::Analytics,
    ];

    /// Name in subjects, in the database and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Part::Auth => handup_auth::NAME,
            Part::Request => handup_request::NAME,
            Part::Assignment => handup_assignment::NAME,
            Part::Notification => handup_notification::NAME,
            Part::Analytics => handup_analytics::NAME,
            Part::Gateway => handup_gateway::NAME,
        }
    }

    /// Whether it has a database.
    #[must_use]
    pub fn has_store(self) -> bool {
        Part::WITH_STORE.contains(&self)
    }

    fn migrations(self) -> fn() -> Migrations {
        match self {
            Part::Auth => handup_auth::migrations,
            Part::Request => handup_request::migrations,
            Part::Assignment => handup_assignment::migrations,
            Part::Notification => handup_notification::migrations,
            Part::Analytics => handup_analytics::migrations,
            Part::Gateway => Vec::new,
        }
    }

    /// Opens the database of this service.
    ///
    /// # Errors
    /// If it can't be reached.
    pub async fn open_store(self, settings: &Settings) -> anyhow::Result<Store> {
        Store::open(self.name(), &settings.database, self.migrations())
            .await
            .with_context(|| format!("database of {}", self.name()))
    }
}

/// Pause between two looks whether the tables are there.
const SCHEMA_RETRY: Duration = Duration::from_millis(500);
/// How long the gateway, then the services, may take to end.
const PATIENCE: Duration = Duration::from_secs(20);

type Ended = (&'static str, Result<(), Problem>);

/// Services of one process, running.
pub struct System {
    http: Option<SocketAddr>,
    health: SocketAddr,
    readiness: Readiness,
    drain: Duration,
    edge: Shutdown,
    services: Shutdown,
    health_port: Shutdown,
    edge_task: Option<JoinHandle<Ended>>,
    service_tasks: Vec<JoinHandle<Ended>>,
}

impl System {
    /// Starts `parts`. Addresses are bound when this returns; whether everything takes work, the
    /// health port tells.
    ///
    /// # Errors
    /// If a setting is wrong, a port is taken, or a database can't be opened.
    pub async fn start(
        settings: &Settings,
        parts: &[Part],
        clock: SharedClock,
    ) -> anyhow::Result<Self> {
        settings.auth.check().context("auth")?;
        let tokens = service_tokens(&settings.platform, &clock)?;
        let health = TcpListener::bind(&settings.listen.health)
            .await
            .with_context(|| format!("listen.health {}", settings.listen.health))?;
        let edge_listener = if parts.contains(&Part::Gateway) {
            Some(
                TcpListener::bind(&settings.listen.http)
                    .await
                    .with_context(|| format!("listen.http {}", settings.listen.http))?,
            )
        } else {
            None
        };
        let mut system = Self {
            http: edge_listener
                .as_ref()
                .map(TcpListener::local_addr)
                .transpose()?,
            health: health.local_addr()?,
            readiness: Readiness::default(),
            drain: Duration::from_millis(settings.platform.drain_ms),
            edge: Shutdown::new(),
            services: Shutdown::new(),
            health_port: Shutdown::new(),
            edge_task: None,
            service_tasks: Vec::new(),
        };
        for part in Part::WITH_STORE {
            if parts.contains(&part) {
                system
                    .start_service(settings, part, &tokens, &clock)
                    .await?;
            }
        }
        if let Some(listener) = edge_listener {
            system.start_edge(settings, listener, tokens, clock).await?;
        }
        let serving = system
            .readiness
            .clone()
            .serve(health, system.health_port.clone());
        system.health_port.spawn(async move {
            if let Err(error) = serving.await {
                tracing::error!(%error, "the health port failed");
            }
        });
        Ok(system)
    }

    async fn start_service(
        &mut self,
        settings: &Settings,
        part: Part,
        tokens: &ServiceTokens,
        clock: &SharedClock,
    ) -> anyhow::Result<()> {
        let store = part.open_store(settings).await?;
        let bus = Bus::connect(&settings.nats, part.name(), Arc::clone(clock)).await?;
        let verifier = match part {
            Part::Auth => handup_auth::verifier(&settings.auth, &store, tokens.clone(), clock),
            _ => Verifier::new(BusKeys(bus.clone()), tokens.clone(), Arc::clone(clock)),
        };
        let deps = Deps {
            bus,
            store: store.clone(),
            verifier: Arc::new(verifier),
            clock: Arc::clone(clock),
        };
        let service = build(part, settings, deps)?;
        service.add_checks(&mut self.readiness);
        let shutdown = self.services.clone();
        self.service_tasks.push(tokio::spawn(async move {
            if !wait_for_tables(&store, &shutdown).await {
                return (part.name(), Ok(()));
            }
            (part.name(), service.run(shutdown).await)
        }));
        Ok(())
    }

    async fn start_edge(
        &mut self,
        settings: &Settings,
        listener: TcpListener,
        services: ServiceTokens,
        clock: SharedClock,
    ) -> anyhow::Result<()> {
        let name = Part::Gateway.name();
        let bus = Bus::connect(&settings.nats, name, Arc::clone(&clock)).await?;
        let verifier = Verifier::new(BusKeys(bus.clone()), services.clone(), Arc::clone(&clock));
        let gateway = handup_gateway::build(
            settings.gateway.clone(),
            GatewayDeps {
                bus,
                verifier: Arc::new(verifier),
                services,
                clock,
            },
        );
        gateway.add_checks(&mut self.readiness);
        let shutdown = self.edge.clone();
        self.edge_task = Some(tokio::spawn(async move {
            (name, gateway.run(listener, shutdown).await)
        }));
        Ok(())
    }

    /// Where the edge listens, if it is part of this process.
    #[must_use]
    pub fn http(&self) -> Option<SocketAddr> {
        self.http
    }

    /// Where the health port listens.
    #[must_use]
    pub fn health(&self) -> SocketAddr {
        self.health
    }

    /// Whether everything that is needed answers now.
    pub async fn is_ready(&self) -> bool {
        self.readiness.report().await.ready
    }

    /// Returns when a service ends by itself, which is a failure.
    ///
    /// # Errors
    /// Always: says which, and why.
    pub async fn failed(&mut self) -> anyhow::Result<()> {
        let tasks: Vec<BoxFuture<'_, _>> = self
            .edge_task
            .iter_mut()
            .chain(self.service_tasks.iter_mut())
            .map(FutureExt::boxed)
            .collect();
        let (ended, index, _) = futures::future::select_all(tasks).await;
        // A task that has been awaited must not be awaited again by `stop`.
        match index.checked_sub(usize::from(self.edge_task.is_some())) {
            Some(service) => drop(self.service_tasks.swap_remove(service)),
            None => self.edge_task = None,
        }
        let (name, outcome) = ended?;
        outcome.with_context(|| format!("{name} failed"))?;
        anyhow::bail!("{name} ended by itself")
    }

    /// Ends everything in order: readiness off, a pause, the edge, then the services.
    ///
    /// # Errors
    /// If something did not end in order.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.readiness.leave();
        tokio::time::timeout(self.drain, std::future::pending::<()>())
            .await
            .unwrap_or_default();
        let mut outcome = Ok(());
        self.edge.request();
        if let Some(task) = self.edge_task.take() {
            outcome = outcome.and(ended(task).await);
        }
        self.services.request();
        for task in std::mem::take(&mut self.service_tasks) {
            outcome = outcome.and(ended(task).await);
        }
        self.health_port.finish(PATIENCE).await;
        outcome
    }
}

async fn ended(task: JoinHandle<Ended>) -> anyhow::Result<()> {
    let (name, outcome) = tokio::time::timeout(PATIENCE, task)
        .await
        .context("a service did not end in time")??;
    outcome.with_context(|| format!("{name} did not end in order"))
}

fn build(part: Part, settings: &Settings, deps: Deps) -> anyhow::Result<Service> {
    Ok(match part {
        Part::Auth => handup_auth::build(settings.auth.clone(), deps),
        Part::Request => handup_request::build(settings.request.clone(), deps),
        Part::Assignment => handup_assignment::build(settings.assignment.clone(), deps),
        Part::Notification => handup_notification::build(settings.notification.clone(), deps),
        Part::Analytics => handup_analytics::build(settings.analytics.clone(), deps),
        Part::Gateway => anyhow::bail!("the gateway has no database"),
    })
}

fn service_tokens(
    settings: &PlatformSettings,
    clock: &SharedClock,
) -> anyhow::Result<ServiceTokens> {
    let tokens = ServiceTokens::new(&settings.service_secret, Arc::clone(clock))
        .context("platform.service_secret")?;
    if settings.other_service_secret.is_empty() {
        return Ok(tokens);
    }
    tokens
        .accepting(&settings.other_service_secret)
        .context("platform.other_service_secret")
}

/// Waits until somebody has run the migrations. False if the end came first.
async fn wait_for_tables(store: &Store, shutdown: &Shutdown) -> bool {
    while let Err(error) = store.check().await {
        tracing::warn!(%error, service = store.service(), "waiting for the database");
        if tokio::time::timeout(SCHEMA_RETRY, shutdown.requested())
            .await
            .is_ok()
        {
            return false;
        }
    }
    true
}
