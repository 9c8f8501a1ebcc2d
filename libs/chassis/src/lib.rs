//! The frame every service stands in.
//!
//! A service's `build(config, deps)` puts its RPC methods, consumers and tasks into a [`Service`];
//! [`Service::run`] starts them, waits, and ends them in order: no new calls, finish what is
//! begun, publish what was committed, close. Production, all-in-one and tests run the same code.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use handup_bus::consumer::{self, Delivery};
use handup_bus::rpc::RpcServer;
use handup_bus::{Bus, lag, relay};
use handup_contracts::Problem;
use handup_contracts::events::Consumer;
use handup_identity::Verifier;
use handup_runtime::health::Readiness;
use handup_runtime::{SharedClock, Shutdown};
use handup_store::Store;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

mod ability;

/// How long tasks may take to end.
const PATIENCE: Duration = Duration::from_secs(10);
/// A pause of zero would leave no time for anything else.
const SHORTEST_PAUSE: Duration = Duration::from_millis(1);
/// Pause before the next try to declare the streams at start.
const START_RETRY: Duration = Duration::from_millis(500);

/// What a service with a database is built from.
#[derive(Clone)]
pub struct Deps {
    /// Its connection to NATS.
    pub bus: Bus,
    /// Its database.
    pub store: Store,
    /// Who acts.
    pub verifier: Arc<Verifier>,
    /// What time it is.
    pub clock: SharedClock,
}

type Task = Box<dyn FnOnce(Shutdown) -> BoxFuture<'static, Result<(), Problem>> + Send>;

/// A service, built but not running.
pub struct Service {
    name: &'static str,
    bus: Bus,
    store: Option<Store>,
    rpc: Option<RpcServer>,
    consumers: Vec<Consumer>,
    tasks: Vec<(&'static str, Task)>,
    started: Arc<AtomicBool>,
    /// Whether it can do what it is called for.
    able: watch::Sender<bool>,
}

impl Service {
    /// A service with a database: its outbox is published.
    #[must_use]
    pub fn new(name: &'static str, deps: &Deps) -> Self {
        let mut service = Self::without_store(name, deps.bus.clone());
        service.store = Some(deps.store.clone());
        service
    }

    /// A service that keeps nothing.
    #[must_use]
    pub fn without_store(name: &'static str, bus: Bus) -> Self {
        Self {
            name,
            bus,
            store: None,
            rpc: None,
            consumers: Vec::new(),
            tasks: Vec::new(),
            started: Arc::default(),
            able: watch::Sender::new(true),
        }
    }

    /// Answers these methods.
    #[must_use]
    pub fn rpc(mut self, server: RpcServer) -> Self {
        self.rpc = Some(server);
        self
    }

    /// Has `handler` handle the events of `consumer`.
    #[must_use]
    pub fn consumer<S, F, R>(mut self, consumer: Consumer, state: &Arc<S>, handler: F) -> Self
    where
        S: Send + Sync + 'static,
        F: Fn(Arc<S>, Delivery) -> R + Copy + Send + Sync + 'static,
        R: Future<Output = Result<(), Problem>> + Send + 'static,
    {
        let (bus, state) = (self.bus.clone(), Arc::clone(state));
        self.consumers.push(consumer);
        self.task(consumer.name, move |shutdown| async move {
            consumer::run(bus, consumer, state, handler, shutdown).await;
            Ok(())
        })
    }

    /// Runs `task` beside the rest; it must end soon after shutdown is requested, and not before.
    #[must_use]
    pub fn task<F, R>(mut self, name: &'static str, task: F) -> Self
    where
        F: FnOnce(Shutdown) -> R + Send + 'static,
        R: Future<Output = Result<(), Problem>> + Send + 'static,
    {
        self.tasks
            .push((name, Box::new(move |shutdown| task(shutdown).boxed())));
        self
    }

    /// Has `work` done at once and after each `pause` again, beside the rest, until shutdown. What
    /// fails is logged; it is due again the next time.
    #[must_use]
    pub fn every<S, F, R>(
        self,
        name: &'static str,
        pause: Duration,
        state: &Arc<S>,
        work: F,
    ) -> Self
    where
        S: Send + Sync + 'static,
        F: Fn(Arc<S>) -> R + Send + 'static,
        R: Future<Output = Result<(), Problem>> + Send + 'static,
    {
        let state = Arc::clone(state);
        self.task(name, move |shutdown| async move {
            let mut ticks = tokio::time::interval(pause.max(SHORTEST_PAUSE));
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    () = shutdown.requested() => return Ok(()),
                    _ = ticks.tick() => {}
                }
                if let Err(error) = work(Arc::clone(&state)).await {
                    tracing::warn!(%error, name, "could not be done this time");
                }
            }
        })
    }

    /// Adds what this service needs to the questions of the health port.
    pub fn add_checks(&self, readiness: &mut Readiness) {
        let (started, able) = (Arc::clone(&self.started), self.able.subscribe());
        readiness.add(
            self.name,
            Arc::new(move || {
                let answer = match (started.load(Ordering::SeqCst), *able.borrow()) {
                    (true, true) => Ok(()),
                    (false, _) => Err("starting".to_owned()),
                    (true, false) => Err("takes no calls".to_owned()),
                };
                async move { answer }.boxed()
            }),
        );
        let bus = self.bus.clone();
        readiness.add(
            format!("{}.nats", self.name),
            Arc::new(move || {
                let bus = bus.clone();
                async move { bus.check().await.map_err(|err| err.to_string()) }.boxed()
            }),
        );
        if let Some(store) = self.store.clone() {
            readiness.add(
                format!("{}.database", self.name),
                Arc::new(move || {
                    let store = store.clone();
                    async move { store.check().await.map_err(|err| err.to_string()) }.boxed()
                }),
            );
        }
    }

    /// Becomes true once the service takes work.
    #[must_use]
    pub fn started(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.started)
    }

    /// Runs until `shutdown` is requested, then ends in order.
    ///
    /// # Errors
    /// If the service can't start, or a task ends by itself.
    pub async fn run(self, shutdown: Shutdown) -> Result<(), Problem> {
        if !declare_streams(&self.bus, &shutdown).await {
            return Ok(());
        }
        let publishing = Shutdown::new();
        let working = shutdown.child();
        let mut tasks: Vec<_> = self
            .tasks
            .into_iter()
            .map(|(name, task)| {
                let task = working.spawn(task(working.clone()));
                async move { (name, task.await) }.boxed()
            })
            .collect();
        if let Some(store) = self.store.clone() {
            let relay = publishing.spawn(relay::run(
                self.bus.clone(),
                store.clone(),
                publishing.clone(),
            ));
            tasks.push(async move { ("relay", relay.await) }.boxed());
            let ending = working.clone();
            working.spawn(ability::watch(store.clone(), self.able.clone(), ending));
            let ending = working.clone();
            working.spawn(lag::watch(self.bus.clone(), store, self.consumers, ending));
        }
        let serving = match self.rpc {
            Some(rpc) => Some(
                rpc.while_able(self.able.subscribe())
                    .start(&self.bus)
                    .await?,
            ),
            None => None,
        };
        self.started.store(true, Ordering::SeqCst);
        tracing::info!(service = self.name, "started");

        // A pending future keeps the select waiting where a service has no tasks.
        tasks.push(futures::future::pending().boxed());
        let outcome = tokio::select! {
            () = shutdown.requested() => Ok(()),
            ((name, ended), _, _) = futures::future::select_all(tasks) => match ended {
                Ok(Ok(())) if shutdown.is_requested() => Ok(()),
                Ok(Ok(())) => Err(Problem::internal(format!("{name} ended by itself"))),
                Ok(Err(problem)) => Err(problem),
                Err(error) => Err(Problem::internal(format!("{name}: {error}"))),
            },
        };

        self.started.store(false, Ordering::SeqCst);
        if let Some(serving) = serving {
            serving.stop().await;
        }
        if !working.finish(PATIENCE).await {
            tracing::warn!(
                service = self.name,
                "some tasks were still running at the end"
            );
        }
        if !publishing.finish(PATIENCE).await {
            tracing::warn!(
                service = self.name,
                "some events are left to the next start"
            );
        }
        self.bus.close().await;
        if let Some(store) = self.store {
            store.close().await;
        }
        tracing::info!(service = self.name, "ended");
        outcome
    }
}

/// Declares the streams, for as long as NATS is not there yet. False if the end came first.
async fn declare_streams(bus: &Bus, shutdown: &Shutdown) -> bool {
    while let Err(error) = bus.declare_streams().await {
        tracing::warn!(%error, "waiting for NATS");
        if tokio::time::timeout(START_RETRY, shutdown.requested())
            .await
            .is_ok()
        {
            return false;
        }
    }
    true
}
