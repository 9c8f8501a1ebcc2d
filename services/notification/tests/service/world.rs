//! A nats-server, a database and replicas of the service.

use std::sync::Arc;

use handup_bus::{Bus, Caller};
use handup_chassis::Deps;
use handup_contracts::Problem;
use handup_contracts::events::{DESK_PERSON, NOTIFICATION_QUEUE};
use handup_contracts::v1::events::Event;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::notification::{
    ListReply, ListRequest, MarkReadReply, MarkReadRequest, methods,
};
use handup_contracts::v1::types::Notification;
use handup_notification::Config;
use handup_runtime::{SharedClock, Shutdown, SystemClock};
use handup_store::Store;
use handup_testkit::database::{Backend, TestDatabase};
use handup_testkit::events::Publisher;
use handup_testkit::identity::TestIssuer;
use handup_testkit::nats::NatsServer;
use handup_testkit::service::{self, Running};
use handup_testkit::wait;
use uuid::Uuid;

/// First part of all subjects in these tests.
pub const PREFIX: &str = "t";

/// Everything around the service.
pub struct World {
    nats: NatsServer,
    database: TestDatabase,
    issuer: TestIssuer,
    clock: SharedClock,
    pub publisher: Publisher,
    client: Bus,
}

impl World {
    /// Servers, and one replica of the service.
    pub async fn with_service(backend: Backend) -> (Self, Running) {
        let nats = NatsServer::start().await;
        let database = TestDatabase::create(backend).await;
        let clock: SharedClock = Arc::new(SystemClock);
        let settings = nats.settings(PREFIX);
        let client = Bus::connect(&settings, "tests", Arc::clone(&clock))
            .await
            .expect("NATS is reached");
        wait::until("the tests are connected", || async {
            client.is_connected()
        })
        .await;
        let world = Self {
            publisher: Publisher::connect(&settings).await,
            issuer: TestIssuer::new(Arc::clone(&clock)),
            nats,
            database,
            clock,
            client,
        };
        let running = world.replica().await;
        (world, running)
    }

    /// Starts a replica.
    pub async fn replica(&self) -> Running {
        Running::start(handup_notification::build(
            Config::default(),
            self.deps().await,
        ))
        .await
    }

    /// What the service, or a look into its database, needs.
    pub async fn deps(&self) -> Deps {
        service::deps(
            handup_notification::NAME,
            &self.nats.settings(PREFIX),
            &self.database.settings(),
            handup_notification::migrations,
            self.issuer.verifier(),
            Arc::clone(&self.clock),
        )
        .await
    }

    /// The database as the service sees it.
    pub async fn store(&self) -> Store {
        self.deps().await.store
    }

    /// Starts a replica that can be killed.
    pub fn killable(&self) -> Killable {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let (nats, database) = (self.nats.settings(PREFIX), self.database.settings());
        let (verifier, clock) = (self.issuer.verifier(), Arc::clone(&self.clock));
        runtime.spawn(async move {
            let deps = service::deps(
                handup_notification::NAME,
                &nats,
                &database,
                handup_notification::migrations,
                verifier,
                clock,
            )
            .await;
            handup_notification::build(Config::default(), deps)
                .run(Shutdown::new())
                .await
        });
        Killable(Some(runtime))
    }

    pub async fn publish(&self, events: &[Event]) {
        for event in events {
            self.publisher.publish(event).await;
        }
    }

    /// Waits until everything published is handled.
    pub async fn settled(&self) {
        wait::until("all events are handled", || {
            self.publisher.all_handled(NOTIFICATION_QUEUE)
        })
        .await;
    }

    /// Publishes and waits until everything is handled.
    pub async fn happens(&self, events: &[Event]) {
        self.publish(events).await;
        self.settled().await;
    }

    pub fn caller(&self, account_id: Uuid) -> Caller {
        self.issuer.caller(account_id, "Someone")
    }

    pub async fn list(&self, account_id: Uuid, request: ListRequest) -> Result<ListReply, Problem> {
        self.client
            .call(methods::List, &self.caller(account_id), &request)
            .await
    }

    pub async fn mark_read(
        &self,
        account_id: Uuid,
        request: MarkReadRequest,
    ) -> Result<MarkReadReply, Problem> {
        self.client
            .call(methods::MarkRead, &self.caller(account_id), &request)
            .await
    }

    /// Everything `account_id` was told, oldest first, by walking all pages.
    pub async fn inbox(&self, account_id: Uuid) -> Vec<Notification> {
        let mut all = Vec::new();
        let mut page = String::new();
        loop {
            let request = ListRequest {
                page,
                page_size: 100,
                unread_only: false,
            };
            let reply = self.list(account_id, request).await.expect("a page");
            all.extend(reply.notifications);
            if reply.next_page.is_empty() {
                all.reverse();
                return all;
            }
            page = reply.next_page;
        }
    }

    /// Kinds of everything `account_id` was told, in order.
    pub async fn kinds(&self, account_id: Uuid) -> Vec<String> {
        let all = self.inbox(account_id).await;
        all.into_iter()
            .map(|notification| notification.kind)
            .collect()
    }

    pub async fn unread(&self, account_id: Uuid) -> i64 {
        let reply = self.list(account_id, ListRequest::default()).await;
        reply.expect("a page").unread
    }

    /// The events about notifications that were published for `account_id`: name and state.
    pub async fn announced(&self, account_id: Uuid) -> Vec<(String, Notification)> {
        let events = self.publisher.stored(DESK_PERSON, "notification").await;
        events
            .into_iter()
            .filter(|event| event.scope_id == account_id.to_string())
            .map(|event| match event.state {
                Some(State::Notification(notification)) => (event.name, notification),
                other => panic!("{} carries {other:?}", event.name),
            })
            .collect()
    }
}

/// A replica in a runtime of its own.
pub struct Killable(Option<tokio::runtime::Runtime>);

impl Killable {
    /// Ends it wherever it stands: nothing is finished, acknowledged or closed.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Drop for Killable {
    fn drop(&mut self) {
        self.end();
    }
}
