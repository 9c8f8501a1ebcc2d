//! Putting it together and running it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::serve::ListenerExt as _;
use futures::FutureExt as _;
use handup_bus::Bus;
use handup_contracts::Problem;
use handup_identity::{ServiceTokens, Verifier};
use handup_runtime::health::Readiness;
use handup_runtime::{SharedClock, Shutdown};
use tokio::net::TcpListener;
use utoipa::openapi::OpenApi;

use crate::config::Config;
use crate::edge::limits::Limits;
use crate::live::Hub;
use crate::router::{openapi, router};

/// Its name, as configuration and logs have it.
pub const NAME: &str = "gateway";
/// How long live connections, then requests, may take to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the gateway is built from.
#[derive(Clone)]
pub struct GatewayDeps {
    /// Its connection to NATS.
    pub bus: Bus,
    /// Who acts.
    pub verifier: Arc<Verifier>,
    /// How it proves to services that it is the gateway.
    pub services: ServiceTokens,
    /// What time it is.
    pub clock: SharedClock,
}

/// What every request can reach.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) bus: Bus,
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) clock: SharedClock,
    pub(crate) limits: Limits,
    pub(crate) hub: Arc<Hub>,
    pub(crate) document: OpenApi,
}

/// The gateway, built but not running.
pub struct Gateway {
    app: Arc<App>,
    started: Arc<AtomicBool>,
}

/// Builds the gateway.
#[must_use]
pub fn build(config: Config, deps: GatewayDeps) -> Gateway {
    let hub = Hub::new(config.live.clone(), deps.bus.clone(), deps.services);
    let app = App {
        limits: Limits::new(&config.limits),
        config,
        bus: deps.bus,
        verifier: deps.verifier,
        clock: deps.clock,
        hub: Arc::new(hub),
        document: openapi(),
    };
    Gateway {
        app: Arc::new(app),
        started: Arc::default(),
    }
}

impl Gateway {
    /// Adds what the gateway needs to the questions of the health port.
    pub fn add_checks(&self, readiness: &mut Readiness) {
        let started = Arc::clone(&self.started);
        readiness.add(
            NAME,
            Arc::new(move || {
                let started = started.load(Ordering::SeqCst);
                async move { started.then_some(()).ok_or_else(|| "starting".to_owned()) }.boxed()
            }),
        );
        let bus = self.app.bus.clone();
        readiness.add(
            format!("{NAME}.nats"),
            Arc::new(move || {
                let bus = bus.clone();
                async move { bus.check().await.map_err(|err| err.to_string()) }.boxed()
            }),
        );
    }

    /// Becomes true once requests are answered.
    #[must_use]
    pub fn started(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.started)
    }

    /// Serves on `listener` until `shutdown` is requested, then ends in order: live connections
    /// are told, requests are finished, presence is taken back.
    ///
    /// # Errors
    /// If the listener or a subscription fails.
    pub async fn run(self, listener: TcpListener, shutdown: Shutdown) -> Result<(), Problem> {
        let hub = Arc::clone(&self.app.hub);
        let Some(feeds) = hub.listen(&shutdown).await else {
            return Ok(());
        };
        let working = Shutdown::new();
        let relay = working.spawn(Arc::clone(&hub).relay(feeds, working.child()));
        let presence = working.child();
        working.spawn(Arc::clone(&hub).report_presence(presence));
        let (app, ending) = (Arc::clone(&self.app), working.child());
        working.spawn(async move { app.limits.forget_old(&ending).await });

        let serving = Shutdown::new();
        let server = serving.spawn(serve(listener, Arc::clone(&self.app), serving.clone()));
        self.started.store(true, Ordering::SeqCst);
        tracing::info!(service = NAME, "started");
        let outcome = tokio::select! {
            () = shutdown.requested() => Ok(()),
            ended = server => Err(Problem::internal(format!("the server ended: {ended:?}"))),
            ended = relay => match ended {
                Ok(Err(problem)) => Err(problem),
                other => Err(Problem::internal(format!("the relay ended: {other:?}"))),
            },
        };

        self.started.store(false, Ordering::SeqCst);
        // The listener closes first, so that clients that are sent away don't come back here.
        serving.request();
        if !hub.tasks.finish(PATIENCE).await {
            tracing::warn!("some live connections were still open at the end");
        }
        if !serving.finish(PATIENCE).await {
            tracing::warn!("some requests were still running at the end");
        }
        if !working.finish(PATIENCE).await {
            tracing::warn!("the relay was still running at the end");
        }
        self.app.bus.close().await;
        tracing::info!(service = NAME, "ended");
        outcome
    }
}

async fn serve(listener: TcpListener, app: Arc<App>, ending: Shutdown) -> std::io::Result<()> {
    let service = router(&app).into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(|stream| {
        // Live messages are small and must not wait for others.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection has no TCP_NODELAY");
        }
    });
    axum::serve(listener, service)
        .with_graceful_shutdown(async move { ending.requested().await })
        .await
}
