//! What the consumer loop promises, on a real nats-server.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_nats::jetstream::{self, consumer::pull};
use futures::StreamExt as _;
use handup_bus::consumer::{self, Delivery};
use handup_bus::{Bus, NatsSettings};
use handup_contracts::events::{self, Consumer, DESK_LAB, dead_letter_stream, dead_letter_subject};
use handup_contracts::v1::events::Event;
use handup_contracts::{Problem, headers};
use handup_runtime::{Shutdown, SystemClock, ids};
use handup_testkit::events::Publisher;
use handup_testkit::nats::NatsServer;
use handup_testkit::wait;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;

const PREFIX: &str = "t";
const CONSUMER: Consumer = Consumer {
    name: "tests-requests",
    service: "tests",
    interests: &[(DESK_LAB, "request")],
};

struct World {
    bus: Bus,
    publisher: Publisher,
    settings: NatsSettings,
    shutdown: Shutdown,
    _nats: NatsServer,
}

impl World {
    async fn new() -> Self {
        let nats = NatsServer::start().await;
        let settings = nats.settings(PREFIX);
        let bus = Bus::connect(&settings, "tests", Arc::new(SystemClock))
            .await
            .unwrap();
        bus.connected(wait::LONGEST).await.unwrap();
        bus.declare_streams().await.unwrap();
        Self {
            publisher: Publisher::connect(&settings).await,
            bus,
            settings,
            shutdown: Shutdown::new(),
            _nats: nats,
        }
    }

    fn consume<S, F, R>(&self, state: &Arc<S>, handler: F) -> JoinHandle<()>
    where
        S: Send + Sync + 'static,
        F: Fn(Arc<S>, Delivery) -> R + Copy + Send + Sync + 'static,
        R: Future<Output = Result<(), Problem>> + Send + 'static,
    {
        tokio::spawn(consumer::run(
            self.bus.clone(),
            CONSUMER,
            Arc::clone(state),
            handler,
            self.shutdown.clone(),
        ))
    }

    async fn handled(&self) {
        wait::until("everything is handled", || {
            self.publisher.all_handled(CONSUMER)
        })
        .await;
    }
}

fn event(number: i64) -> Event {
    Event {
        id: ids::new_id().to_string(),
        desk: DESK_LAB.to_owned(),
        scope_id: "lab".to_owned(),
        aggregate: "request".to_owned(),
        aggregate_id: "one".to_owned(),
        name: "edited".to_owned(),
        version: number,
        ..Event::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn handlers_reach_their_lane_in_the_order_of_the_stream() {
    let world = World::new().await;
    let (lane, mut arrived) = mpsc::channel(1024);
    for number in 0..1000 {
        world.publisher.publish(&event(number)).await;
    }
    // Waits once and for room, as a handler does that hands a work to the database.
    let consuming = world.consume(&Arc::new(lane), |lane, delivery| async move {
        lane.send(delivery.event.version).await.unwrap();
        tokio::task::yield_now().await;
        Ok(())
    });
    let mut order = Vec::new();
    while order.len() < 1000 {
        order.push(arrived.recv().await.unwrap());
    }
    assert!(order.is_sorted());
    world.handled().await;
    world.shutdown.request();
    consuming.await.unwrap();
}

/// What a replica has begun and ended, and what it needs to end it.
struct Work {
    begun: AtomicUsize,
    ended: AtomicUsize,
    gate: Semaphore,
}

impl Work {
    fn with_gate(open: usize) -> Arc<Self> {
        Arc::new(Self {
            begun: AtomicUsize::new(0),
            ended: AtomicUsize::new(0),
            gate: Semaphore::new(open),
        })
    }

    async fn handle(self: Arc<Self>, _: Delivery) -> Result<(), Problem> {
        self.begun.fetch_add(1, Ordering::Relaxed);
        let _open = self.gate.acquire().await.unwrap();
        self.ended.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_that_ends_finishes_what_it_has_begun_and_leaves_the_rest_to_the_others() {
    // More than are worked on at the same time, and no more than are fetched.
    const EVENTS: usize = 200;
    let world = World::new().await;
    let (leaving, staying) = (Work::with_gate(0), Work::with_gate(1));
    for number in (0..).take(EVENTS) {
        world.publisher.publish(&event(number)).await;
    }
    let consuming = world.consume(&leaving, Work::handle);
    let begun = || leaving.begun.load(Ordering::Relaxed);
    wait::until("work has begun", || async { begun() > 100 }).await;
    world.shutdown.request();
    leaving.gate.add_permits(1);
    consuming.await.unwrap();
    let ended = leaving.ended.load(Ordering::Relaxed);
    assert_eq!(ended, begun());

    let end = Shutdown::new();
    let next = tokio::spawn(consumer::run(
        world.bus.clone(),
        CONSUMER,
        Arc::clone(&staying),
        Work::handle,
        end.clone(),
    ));
    world.handled().await;
    assert_eq!(ended + staying.ended.load(Ordering::Relaxed), EVENTS);
    end.request();
    next.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fails_because_something_is_away_comes_until_it_succeeds() {
    let world = World::new().await;
    let tries = Arc::new(Mutex::new(0));
    let consuming = world.consume(&tries, |tries, _| async move {
        let mut tries = tries.lock().unwrap();
        *tries += 1;
        // More often than what is given up.
        if *tries < 7 {
            return Err(Problem::unavailable("the database is away"));
        }
        Ok(())
    });
    world.publisher.publish(&event(1)).await;
    world.handled().await;
    assert_eq!(*tries.lock().unwrap(), 7);
    world.shutdown.request();
    consuming.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fails_again_and_again_is_kept_as_a_dead_letter_and_holds_up_nobody() {
    let world = World::new().await;
    let tries: Arc<Mutex<HashMap<i64, usize>>> = Arc::default();
    let consuming = world.consume(&tries, |tries, delivery| async move {
        let number = delivery.event.version;
        *tries.lock().unwrap().entry(number).or_default() += 1;
        if number == 2 {
            return Err(Problem::internal("a fault\r\nof the handler"));
        }
        Ok(())
    });
    for number in 1..=3 {
        world.publisher.publish(&event(number)).await;
    }
    world.handled().await;
    assert_eq!(
        *tries.lock().unwrap(),
        HashMap::from([(1, 1), (2, 5), (3, 1)])
    );
    let dead = world
        .publisher
        .last_message(&dead_letter_stream(&world.settings.prefix))
        .await;
    assert_eq!(
        dead.subject.as_str(),
        dead_letter_subject(PREFIX, CONSUMER.name)
    );
    let reason = dead.headers.get(headers::DEAD_REASON).unwrap().as_str();
    assert!(reason.contains("of the handler"), "{reason}");
    world.shutdown.request();
    consuming.await.unwrap();
}

/// Declares the consumer with a list of filters, as programs of before did, and works on `number` events.
#[expect(
    clippy::disallowed_methods,
    reason = "what the library itself no longer does"
)]
async fn consume_as_before(settings: &NatsSettings, number: usize) {
    let client = async_nats::connect(&settings.url).await.unwrap();
    let filter = events::filter(PREFIX, DESK_LAB, "request");
    let config = pull::Config {
        durable_name: Some(CONSUMER.name.to_owned()),
        filter_subjects: vec![filter],
        ..pull::Config::default()
    };
    let messages = jetstream::new(client)
        .create_consumer_on_stream(config, events::stream(PREFIX))
        .await
        .unwrap()
        .fetch()
        .max_messages(number)
        .messages()
        .await
        .unwrap();
    let acknowledged = messages.then(|message| async { message.unwrap().double_ack().await });
    assert_eq!(acknowledged.count().await, number);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_consumer_that_an_older_program_has_declared_goes_on_where_it_was() {
    let world = World::new().await;
    for number in 1..=3 {
        world.publisher.publish(&event(number)).await;
    }
    consume_as_before(&world.settings, 2).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let consuming = world.consume(&seen, |seen, delivery| async move {
        seen.lock().unwrap().push(delivery.event.version);
        Ok(())
    });
    world.handled().await;
    assert_eq!(*seen.lock().unwrap(), [3]);
    world.shutdown.request();
    consuming.await.unwrap();
}
