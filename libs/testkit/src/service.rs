//! A service running inside a test.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use handup_bus::{Bus, NatsSettings};
use handup_chassis::{Deps, Service};
use handup_contracts::Problem;
use handup_identity::Verifier;
use handup_runtime::{SharedClock, Shutdown};
use handup_store::migration::Migrations;
use handup_store::{DatabaseSettings, Store};
use tokio::task::JoinHandle;

use crate::wait;

/// What a service with a database is built from, with its tables made.
///
/// # Panics
/// If NATS or the database can't be reached.
pub async fn deps(
    name: &'static str,
    nats: &NatsSettings,
    database: &DatabaseSettings,
    migrations: fn() -> Migrations,
    verifier: Arc<Verifier>,
    clock: SharedClock,
) -> Deps {
    let store = Store::open(name, database, migrations)
        .await
        .expect("the database opens");
    store.migrate().await.expect("the tables are made");
    let bus = Bus::connect(nats, name, Arc::clone(&clock))
        .await
        .expect("NATS is reached");
    wait::until("the service is connected to NATS", || async {
        bus.is_connected()
    })
    .await;
    Deps {
        bus,
        store,
        verifier,
        clock,
    }
}

/// A running service.
pub struct Running {
    shutdown: Shutdown,
    task: JoinHandle<Result<(), Problem>>,
}

impl Running {
    /// Starts `service` and returns when it takes work.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn start(service: Service) -> Self {
        let shutdown = Shutdown::new();
        let started = service.started();
        let task = tokio::spawn(service.run(shutdown.clone()));
        wait::until("the service takes work", || async {
            assert!(!task.is_finished(), "the service ended at its start");
            started.load(Ordering::SeqCst)
        })
        .await;
        Self { shutdown, task }
    }

    /// Ends it in order.
    ///
    /// # Panics
    /// If it does not end, or ends with an error.
    pub async fn stop(self) {
        self.shutdown.request();
        tokio::time::timeout(Duration::from_secs(30), self.task)
            .await
            .expect("the service ends in time")
            .expect("the service does not panic")
            .expect("the service ends without an error");
    }
}
