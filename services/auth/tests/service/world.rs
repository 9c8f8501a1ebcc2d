//! One nats-server, one database, a clock that the test moves, and any number of replicas.

use std::sync::Arc;

use handup_auth::{Config, Hashing};
use handup_bus::{Bus, Caller};
use handup_chassis::Service;
use handup_contracts::events::DESK_LAB;
use handup_contracts::rpc::Method;
use handup_contracts::v1::auth::{LogInRequest, RegisterRequest, SessionReply, methods};
use handup_contracts::v1::events::Event;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::types::{Lab, Organisation};
use handup_contracts::{Problem, events};
use handup_identity::ServiceTokens;
use handup_runtime::{Clock as _, ManualClock, SharedClock, SystemClock, ids};
use handup_store::migration::{Migrations, with_messaging};
use handup_store::{Store, outbox};
use handup_testkit::database::{Backend, TestDatabase};
use handup_testkit::identity::SERVICE_SECRET;
use handup_testkit::nats::NatsServer;
use handup_testkit::service::{Running, deps};
use handup_testkit::wait;
use uuid::Uuid;

/// A password that breaks no rule.
pub const PASSWORD: &str = "a long enough password";
const PREFIX: &str = "t";

pub struct World {
    pub clock: Arc<ManualClock>,
    pub config: Config,
    pub bus: Bus,
    nats: NatsServer,
    database: TestDatabase,
}

/// One running instance of the service.
pub struct Replica {
    pub store: Store,
    running: Running,
}

impl World {
    /// No replica runs yet.
    pub async fn new(backend: Backend) -> Self {
        let nats = NatsServer::start().await;
        // Ids are made with the machine's time, so the clock begins there.
        let clock = Arc::new(ManualClock::at(SystemClock.now_ms()));
        let bus = Bus::connect(&nats.settings(PREFIX), "client", clock.clone())
            .await
            .unwrap();
        wait::until("the client is connected", || async { bus.is_connected() }).await;
        Self {
            bus,
            nats,
            clock,
            config: Config {
                upkeep_every_ms: 20,
                // Far more than an event takes, less than a call may take.
                new_lab_patience_ms: 2_500,
                hashing: Hashing {
                    memory_kib: 8,
                    passes: 1,
                    lanes: 1,
                    at_once: 2,
                },
                ..Config::default()
            },
            database: TestDatabase::create(backend).await,
        }
    }

    /// A world with one replica.
    pub async fn with_one(backend: Backend) -> (Self, Replica) {
        let world = Self::new(backend).await;
        let replica = world.replica().await;
        (world, replica)
    }

    pub fn shared_clock(&self) -> SharedClock {
        Arc::clone(&self.clock) as SharedClock
    }

    pub fn service_tokens(&self) -> ServiceTokens {
        ServiceTokens::new(SERVICE_SECRET, self.shared_clock()).unwrap()
    }

    /// The store of the service, opened once more, with its tables.
    pub async fn store(&self) -> Store {
        let settings = self.database.settings();
        let store = Store::open(handup_auth::NAME, &settings, handup_auth::migrations)
            .await
            .unwrap();
        store.migrate().await.unwrap();
        store
    }

    /// Starts one more replica.
    pub async fn replica(&self) -> Replica {
        let store = self.store().await;
        let verifier = handup_auth::verifier(
            &self.config,
            &store,
            self.service_tokens(),
            &self.shared_clock(),
        );
        let mut deps = deps(
            handup_auth::NAME,
            &self.nats.settings(PREFIX),
            &self.database.settings(),
            handup_auth::migrations,
            Arc::new(verifier),
            self.shared_clock(),
        )
        .await;
        deps.store = store.clone();
        let running = Running::start(handup_auth::build(self.config.clone(), deps)).await;
        Replica { store, running }
    }

    /// Calls in the name of whoever holds `token`; of nobody where it is empty.
    pub async fn call<M: Method>(
        &self,
        method: M,
        token: &str,
        request: M::Request,
    ) -> Result<M::Reply, Problem> {
        let caller = match token {
            "" => Caller::default(),
            token => Caller::bearer(token),
        };
        self.bus.call(method, &caller, &request).await
    }

    /// Registers `username` with an address of the same name.
    pub async fn register(&self, username: &str) -> SessionReply {
        self.call(methods::Register, "", registration(username))
            .await
            .unwrap()
    }

    /// Logs in with [`PASSWORD`].
    pub async fn log_in(&self, login: &str) -> SessionReply {
        self.try_password(login, PASSWORD).await.unwrap()
    }

    pub async fn try_password(&self, login: &str, password: &str) -> Result<SessionReply, Problem> {
        let request = LogInRequest {
            login: login.to_owned(),
            password: password.to_owned(),
            device: "a test".to_owned(),
        };
        self.call(methods::LogIn, "", request).await
    }

    /// The service `request`, as far as auth meets it: it publishes events about labs.
    pub async fn labs(&self) -> Labs {
        fn no_tables_of_its_own() -> Migrations {
            with_messaging(Vec::new())
        }
        let verifier = handup_testkit::identity::TestIssuer::new(self.shared_clock()).verifier();
        let deps = deps(
            "request",
            &self.nats.settings(PREFIX),
            &self.database.settings(),
            no_tables_of_its_own,
            verifier,
            self.shared_clock(),
        )
        .await;
        Labs {
            running: Running::start(Service::new("request", &deps)).await,
            store: deps.store,
            clock: self.shared_clock(),
        }
    }
}

impl Replica {
    /// All events saved so far, in order.
    pub async fn events(&self) -> Vec<Event> {
        let (events, _) = outbox::page(self.store.read(), 0, 10_000).await.unwrap();
        events.into_iter().map(|saved| saved.event).collect()
    }

    /// The names of the events about one aggregate, as "aggregate.name".
    pub async fn names_of(&self, aggregate_id: &str) -> Vec<String> {
        self.events()
            .await
            .into_iter()
            .filter(|event| event.aggregate_id == aggregate_id)
            .map(|event| format!("{}.{}", event.aggregate, event.name))
            .collect()
    }

    pub async fn stop(self) {
        self.running.stop().await;
    }
}

/// Tells of labs.
pub struct Labs {
    store: Store,
    running: Running,
    clock: SharedClock,
}

impl Labs {
    /// Publishes that the lab `id` was made.
    pub async fn tell(&self, id: Uuid, organisation: &Organisation) {
        let now_ms = self.clock.now_ms();
        let event = Event {
            id: ids::new_id().to_string(),
            occurred_at_ms: now_ms,
            desk: DESK_LAB.to_owned(),
            scope_id: id.to_string(),
            aggregate: "queue".to_owned(),
            aggregate_id: id.to_string(),
            name: "created".to_owned(),
            version: 1,
            state: Some(State::Lab(Lab {
                id: id.to_string(),
                organisation_id: organisation.id.clone(),
                name: "Programming 1".to_owned(),
                version: 1,
                ..Lab::default()
            })),
            ..Event::default()
        };
        assert!(events::subject(PREFIX, &event).contains(".queue."));
        self.store
            .write_tx(&id.to_string(), move |tx| {
                let event = event.clone();
                Box::pin(async move {
                    tx.emit(event);
                    Ok(())
                })
            })
            .await
            .unwrap();
    }

    pub async fn stop(self) {
        self.running.stop().await;
    }
}

/// A registration that breaks no rule.
pub fn registration(username: &str) -> RegisterRequest {
    RegisterRequest {
        username: username.to_owned(),
        email: format!("{username}@example.org"),
        password: PASSWORD.to_owned(),
        password_confirmation: PASSWORD.to_owned(),
        display_name: String::new(),
        device: "a test".to_owned(),
    }
}

/// The fields that a problem names.
pub fn fields(problem: &Problem) -> Vec<&str> {
    problem
        .fields
        .iter()
        .map(|field| field.field.as_str())
        .collect()
}
