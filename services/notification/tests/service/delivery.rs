//! Exactly once, whatever happens between the stream and the database.

use std::collections::{BTreeMap, BTreeSet};

use handup_contracts::events::NOTIFICATION_QUEUE;
use handup_contracts::v1::events::Event;
use handup_contracts::v1::notification::{ListRequest, MarkReadRequest};
use handup_notification::store::notifications::{self, notification};
use handup_notification::store::queue::known_queue;
use handup_runtime::ids;
use handup_store::{Store, inbox};
use handup_testkit::database::Backend;
use handup_testkit::wait;
use proptest::strategy::{Just, Strategy, ValueTree as _};
use proptest::test_runner::TestRunner;
use sea_orm::{EntityTrait as _, PaginatorTrait as _};
use uuid::Uuid;

use crate::script::Script;
use crate::world::World;

/// Some students in one lab: some wait, some are helped, put back and helped again; the queue
/// closes. Returns the students with the kinds each is told of in order.
fn story(count: usize) -> (Vec<Event>, BTreeMap<Uuid, Vec<&'static str>>) {
    let mut lab = Script::new();
    let mut events = Vec::new();
    let mut requests = Vec::new();
    let mut told: BTreeMap<Uuid, Vec<&'static str>> = BTreeMap::new();
    for _ in 0..count {
        let student = ids::new_id();
        let (request, asked) = lab.ask(student);
        events.push(asked);
        requests.push((student, request));
        told.insert(student, Vec::new());
    }
    for (index, (student, request)) in requests.iter().enumerate().take(count / 2) {
        events.push(lab.step(*request, "accepted"));
        let next = requests.get(index + 2).filter(|_| index + 2 < count);
        if let Some((near, _)) = next {
            told.entry(*near).or_default().push("queue.near_front");
        }
        told.entry(*student).or_default().push("request.accepted");
        if index % 2 == 0 {
            events.push(lab.step(*request, "put_back"));
            events.push(lab.step(*request, "accepted"));
            let kinds = ["request.put_back", "request.accepted"];
            told.entry(*student).or_default().extend(kinds);
        }
        events.push(lab.step(*request, "completed"));
    }
    events.push(lab.set_open(false));
    for (student, _) in &requests[count / 2..] {
        told.entry(*student).or_default().push("queue.closed");
    }
    (events, told)
}

/// Every person was told exactly this, and each count is right.
async fn assert_told(world: &World, store: &Store, told: &BTreeMap<Uuid, Vec<&'static str>>) {
    for (student, kinds) in told {
        assert_eq!(&world.kinds(*student).await, kinds);
        assert_count(world, *student).await;
    }
    let rows = notification::Entity::find()
        .count(store.read())
        .await
        .unwrap();
    let wanted: usize = told.values().map(Vec::len).sum();
    assert_eq!(rows, wanted as u64);
}

/// The unread count is the number of the unread, and each notification has one event.
async fn assert_count(world: &World, student: Uuid) {
    let inbox = world.inbox(student).await;
    let unread = inbox.iter().filter(|one| one.read_at_ms == 0).count();
    assert_eq!(world.unread(student).await, i64::try_from(unread).unwrap());
    let announced = world.announced(student).await;
    let created: BTreeSet<_> = announced
        .iter()
        .filter(|(name, _)| name == "created")
        .map(|(_, one)| one.id.clone())
        .collect();
    let read = announced.iter().filter(|(name, _)| name == "read").count();
    assert_eq!(created, inbox.iter().map(|one| one.id.clone()).collect());
    assert_eq!(
        announced.len(),
        created.len() + read,
        "none was announced twice"
    );
    assert_eq!(read, inbox.len() - unread);
}

/// Waits until all events about notifications are in the stream.
async fn announced(world: &World, store: &Store) {
    wait::until("the outbox is empty", || async {
        handup_store::outbox::backlog(store.read()).await.unwrap() == 0
    })
    .await;
    world.settled().await;
}

async fn duplicates_change_nothing(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let (events, told) = story(6);
    for event in &events {
        world.publish(&[event.clone(), event.clone()]).await;
    }
    world.happens(&events).await;
    let store = world.store().await;
    announced(&world, &store).await;
    assert_told(&world, &store, &told).await;
    service.stop().await;
}

async fn acknowledgements_that_are_lost_change_nothing(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let (events, told) = story(6);
    world.happens(&events).await;
    world
        .publisher
        .forget_acknowledgements(NOTIFICATION_QUEUE)
        .await;
    world.settled().await;
    let store = world.store().await;
    announced(&world, &store).await;
    assert_told(&world, &store, &told).await;
    service.stop().await;
}

async fn a_replica_killed_at_any_moment_changes_nothing(backend: Backend) {
    let (world, first) = World::with_service(backend).await;
    first.stop().await;
    let store = world.store().await;
    let (events, told) = story(12);
    let third = events.len() / 3;
    for part in 0..3 {
        let replica = world.killable();
        world
            .publish(&events[part * third..(part + 1) * third])
            .await;
        // Not all: the replica dies in the middle of its work.
        let middle = i64::try_from(part * third + third / 2).unwrap();
        wait::until("half is done", || async {
            let queue = known_queue::Entity::find().one(store.read()).await.unwrap();
            queue.is_some_and(|queue| queue.revision >= middle)
        })
        .await;
        replica.kill();
        // What it had in hand comes again at once instead of after the ack wait.
        world
            .publisher
            .forget_acknowledgements(NOTIFICATION_QUEUE)
            .await;
    }
    world.publish(&events[3 * third..]).await;
    let last = world.replica().await;
    world.settled().await;
    announced(&world, &store).await;
    assert_told(&world, &store, &told).await;
    last.stop().await;
}

async fn a_notification_saved_and_not_announced_is_announced_later(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let store = world.store().await;
    let mut lab = Script::new();
    let student = ids::new_id();
    let (_, asked) = lab.ask(student);
    // What a replica leaves that dies after the first of the two transactions.
    let event_id = Uuid::parse_str(&asked.id).unwrap();
    let row = notification::Model {
        id: ids::new_id(),
        event_id,
        account_id: student,
        kind: "request.accepted".to_owned(),
        title: "A tutor is coming".to_owned(),
        body: "Tom is coming to PC 14.".to_owned(),
        lab_id: None,
        request_id: None,
        created_at_ms: asked.occurred_at_ms,
        read_at_ms: None,
        version: 1,
        announced: false,
    };
    store
        .write_tx("left", move |tx| {
            let row = row.clone();
            Box::pin(async move {
                inbox::first_time(tx, NOTIFICATION_QUEUE.name, event_id, 0).await?;
                notifications::save(tx, &[row]).await
            })
        })
        .await
        .unwrap();
    assert_eq!(
        world.kinds(student).await,
        [""; 0],
        "not visible before it is counted"
    );
    world.happens(&[asked.clone(), asked]).await;
    announced(&world, &store).await;
    assert_eq!(world.kinds(student).await, ["request.accepted"]);
    assert_count(&world, student).await;
    service.stop().await;
}

async fn in_any_order_nobody_is_told_twice_or_of_the_past(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..4 {
        let (events, told) = story(6);
        let twice: Vec<_> = events.iter().chain(&events).cloned().collect();
        let shuffled = Just(twice)
            .prop_shuffle()
            .new_tree(&mut runner)
            .unwrap()
            .current();
        world.happens(&shuffled).await;
        for (student, in_order) in &told {
            let kinds = world.kinds(*student).await;
            for kind in &kinds {
                let found = kinds.iter().filter(|other| *other == kind).count();
                let wanted = in_order.iter().filter(|other| *other == kind).count();
                // Late knowledge of who is ahead can make a stay begin further back than it did.
                assert!(
                    found <= wanted.max(1),
                    "{kind}: {kinds:?} instead of {in_order:?}"
                );
            }
            if in_order.last() == Some(&"queue.closed") && !kinds.is_empty() {
                assert!(kinds.iter().all(|kind| kind.starts_with("queue.")));
            }
        }
        let store = world.store().await;
        announced(&world, &store).await;
        for student in told.keys() {
            assert_count(&world, *student).await;
        }
    }
    service.stop().await;
}

async fn two_replicas_count_right_while_people_read(backend: Backend) {
    let (world, first) = World::with_service(backend).await;
    let second = world.replica().await;
    // The same people wait in several labs at once, so that counts are changed from many sides.
    let students: Vec<_> = (0..4).map(|_| ids::new_id()).collect();
    let mut stories = Vec::new();
    for _ in 0..6 {
        let mut lab = Script::new();
        let mut events = Vec::new();
        for student in &students {
            let (request, asked) = lab.ask(*student);
            events.push(asked);
            for _ in 0..3 {
                events.push(lab.step(request, "accepted"));
                events.push(lab.step(request, "put_back"));
            }
        }
        events.push(lab.set_open(false));
        stories.push(events);
    }
    let publishing = futures::future::join_all(stories.iter().map(|events| world.publish(events)));
    let reading =
        futures::future::join_all(students.iter().map(|student| read_some(&world, *student)));
    tokio::join!(publishing, reading);
    world.settled().await;
    let store = world.store().await;
    announced(&world, &store).await;
    for student in &students {
        let kinds = world.kinds(*student).await;
        let count = |wanted: &str| kinds.iter().filter(|kind| *kind == wanted).count();
        assert_eq!(count("queue.closed"), 6);
        assert_count(&world, *student).await;
    }
    first.stop().await;
    second.stop().await;
}

/// Marks notifications as read while they come in, until there were ten.
async fn read_some(world: &World, student: Uuid) {
    let mut read = 0;
    while read < 10 {
        let page = wait::until_some("something unread", || async {
            let request = ListRequest {
                unread_only: true,
                ..ListRequest::default()
            };
            let reply = world.list(student, request).await.unwrap();
            (!reply.notifications.is_empty()).then_some(reply.notifications)
        })
        .await;
        let ids: Vec<_> = page.into_iter().take(3).map(|one| one.id).collect();
        read += ids.len();
        world
            .mark_read(student, MarkReadRequest { ids, all: false })
            .await
            .unwrap();
    }
}

handup_testkit::on_both_databases!(
    duplicates_change_nothing,
    acknowledgements_that_are_lost_change_nothing,
    a_replica_killed_at_any_moment_changes_nothing,
    a_notification_saved_and_not_announced_is_announced_later,
    in_any_order_nobody_is_told_twice_or_of_the_past,
    two_replicas_count_right_while_people_read,
);
