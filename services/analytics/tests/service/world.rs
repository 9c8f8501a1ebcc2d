//! A nats-server, a database and replicas of the service.

use std::sync::Arc;

use handup_analytics::Config;
use handup_bus::Bus;
use handup_chassis::Deps;
use handup_contracts::Problem;
use handup_contracts::events::{ANALYTICS_MEMBERSHIPS, ANALYTICS_REQUESTS, DESK_PLATFORM};
use handup_contracts::v1::analytics::{GetLabStatisticsRequest, LabStatisticsReply, methods};
use handup_contracts::v1::events::Event;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::types::{Membership, Role};
use handup_runtime::{ManualClock, SharedClock, ids};
use handup_testkit::database::{Backend, TestDatabase};
use handup_testkit::events::Publisher;
use handup_testkit::identity::TestIssuer;
use handup_testkit::nats::NatsServer;
use handup_testkit::service::{self, Running};
use handup_testkit::wait;
use uuid::Uuid;

use crate::script::{DAY_MS, START_MS};

/// First part of all subjects in these tests.
pub const PREFIX: &str = "t";
/// What time it is in these tests.
pub const NOW_MS: i64 = START_MS + 2 * DAY_MS;

/// Everything around the service.
pub struct World {
    nats: NatsServer,
    database: TestDatabase,
    issuer: TestIssuer,
    clock: SharedClock,
    pub publisher: Publisher,
    pub client: Bus,
    organisation_id: Uuid,
}

impl World {
    /// Servers, and one replica of the service.
    pub async fn with_service(backend: Backend) -> (Self, Running) {
        let nats = NatsServer::start().await;
        let database = TestDatabase::create(backend).await;
        // Those who still wait count until now, which therefore stands still.
        let clock: SharedClock = Arc::new(ManualClock::at(NOW_MS));
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
            organisation_id: ids::new_id(),
        };
        let running = world.replica().await;
        (world, running)
    }

    /// Starts a replica.
    pub async fn replica(&self) -> Running {
        Running::start(handup_analytics::build(
            Config::default(),
            self.deps().await,
        ))
        .await
    }

    /// What the service, or a look into its database, needs.
    pub async fn deps(&self) -> Deps {
        service::deps(
            handup_analytics::NAME,
            &self.nats.settings(PREFIX),
            &self.database.settings(),
            handup_analytics::migrations,
            self.issuer.verifier(),
            Arc::clone(&self.clock),
        )
        .await
    }

    /// Gives `account_id` a role in `lab_id` and waits until the service knows it.
    pub async fn grant(&self, account_id: Uuid, lab_id: Uuid, role: Role) {
        let membership = Membership {
            id: ids::new_id().to_string(),
            account_id: account_id.to_string(),
            organisation_id: self.organisation_id.to_string(),
            lab_id: lab_id.to_string(),
            role: role.into(),
            version: 1,
            ..Membership::default()
        };
        let event = Event {
            id: ids::new_id().to_string(),
            occurred_at_ms: NOW_MS,
            desk: DESK_PLATFORM.to_owned(),
            scope_id: membership.organisation_id.clone(),
            aggregate: "membership".to_owned(),
            aggregate_id: membership.id.clone(),
            name: "granted".to_owned(),
            version: 1,
            state: Some(State::Membership(membership)),
            ..Event::default()
        };
        self.publisher.publish(&event).await;
        wait::until("the membership is known", || {
            self.publisher.all_handled(ANALYTICS_MEMBERSHIPS)
        })
        .await;
    }

    pub async fn publish(&self, events: &[Event]) {
        for event in events {
            self.publisher.publish(event).await;
        }
    }

    /// Waits until everything published is handled.
    pub async fn settled(&self) {
        wait::until("all events are handled", || {
            self.publisher.all_handled(ANALYTICS_REQUESTS)
        })
        .await;
    }

    /// Publishes and waits until everything is handled.
    pub async fn happens(&self, events: &[Event]) {
        self.publish(events).await;
        self.settled().await;
    }

    pub async fn ask(
        &self,
        account_id: Uuid,
        request: GetLabStatisticsRequest,
    ) -> Result<LabStatisticsReply, Problem> {
        let caller = self.issuer.caller(account_id, "Someone");
        self.client
            .call(methods::GetLabStatistics, &caller, &request)
            .await
    }

    /// The figures of `lab_id` from the start until now.
    pub async fn figures(&self, manager: Uuid, lab_id: Uuid) -> LabStatisticsReply {
        let request = GetLabStatisticsRequest {
            lab_id: lab_id.to_string(),
            from_ms: START_MS,
            to_ms: NOW_MS,
        };
        self.ask(manager, request).await.expect("figures")
    }
}
