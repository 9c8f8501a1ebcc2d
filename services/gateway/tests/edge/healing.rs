//! Whatever is lost or late, every watcher ends with the true picture.

use handup_contracts::events::DESK_LAB;
use handup_contracts::v1::events::Event;
use handup_contracts::v1::events::event::State;
use serde_json::json;

use crate::world::{World, lab_id, lab_topic, request, usual};

#[tokio::test]
async fn changes_out_of_order_and_repeated_are_shown_in_order_and_once() {
    let mut config = usual();
    config.live.gap_ms = 20_000;
    let world = World::with(config).await;
    let mut live = world.connect(20).await;
    live.subscribe_lab().await;
    live.next_of("snapshot").await;
    for (revision, number) in [(5, 5), (4, 4), (2, 2), (4, 4), (3, 3), (3, 3), (6, 6)] {
        world
            .tell(revision, "created", State::Request(request(number)))
            .await;
    }
    for revision in 3..=6 {
        let delta = live.next().await;
        assert_eq!(delta["type"], "delta");
        assert_eq!(delta["revision"], revision);
        assert_eq!(delta["request"]["seat"], format!("Seat-{revision}"));
    }
    assert_eq!(world.fakes.known().queue_reads, 1);
    world.end().await;
}

#[tokio::test]
async fn a_lost_change_is_made_up_for_by_the_whole_picture() {
    let mut config = usual();
    config.live.gap_ms = 50;
    let world = World::with(config).await;
    let mut live = world.connect(20).await;
    live.subscribe_lab().await;
    live.next_of("snapshot").await;
    world.know(3, &request(3));
    world.happen(4, "created", request(4)).await;
    let snapshot = live.next().await;
    assert_eq!(
        (&snapshot["type"], &snapshot["revision"]),
        (&json!("snapshot"), &json!(4))
    );
    assert_eq!(snapshot["requests"].as_array().unwrap().len(), 4);
    world.happen(5, "created", request(5)).await;
    assert_eq!(live.next().await["revision"], 5);
    world.end().await;
}

#[tokio::test]
async fn even_a_lost_last_change_is_found() {
    let mut config = usual();
    config.live.compare_ms = 100;
    let world = World::with(config).await;
    let (mut staff, mut student) = (world.connect(20).await, world.connect(3).await);
    for live in [&mut staff, &mut student] {
        live.subscribe_lab().await;
        live.next_of("snapshot").await;
    }
    world.know(3, &request(3));
    assert_eq!(staff.next().await["revision"], 3);
    let snapshot = student.next().await;
    assert_eq!(snapshot["own"][0]["seat"], "Seat-3");
    world.end().await;
}

#[tokio::test]
async fn what_is_only_replayed_is_not_shown() {
    let world = World::new().await;
    let mut live = world.connect(20).await;
    live.subscribe_lab().await;
    live.next_of("snapshot").await;
    let event = Event {
        desk: DESK_LAB.into(),
        scope_id: lab_id().to_string(),
        aggregate: "request".into(),
        name: "created".into(),
        revision: 3,
        state: Some(State::Request(request(8))),
        ..Event::default()
    };
    world.publish_replayed(event).await;
    world.happen(3, "created", request(3)).await;
    let delta = live.next().await;
    assert_eq!(delta["request"]["seat"], "Seat-3");
    world.end().await;
}

#[tokio::test]
async fn changes_while_nats_is_down_are_there_once_it_is_back() {
    let mut world = World::new().await;
    let (mut staff, mut student) = (world.connect(20).await, world.connect(3).await);
    for live in [&mut staff, &mut student] {
        live.subscribe_lab().await;
        live.next_of("snapshot").await;
    }
    world.nats.kill();
    world.know(3, &request(3));
    world.fakes.known().tutors = vec![crate::world::tutor(20, 5)];
    world.nats.restart().await;
    // Queue and tutors are read at the same time; either may be here first.
    let (mut queue_is_new, mut tutor_is_new) = (false, false);
    while !(queue_is_new && tutor_is_new) {
        let message = staff.next().await;
        queue_is_new |= message["type"] == "snapshot" && message["revision"] == 3;
        tutor_is_new |= message["tutor"]["version"] == 5 || message["tutors"][0]["version"] == 5;
    }
    assert_eq!(
        student.next_of("snapshot").await["own"][0]["seat"],
        "Seat-3"
    );
    world.end().await;
}

#[tokio::test]
async fn a_lab_nobody_watches_is_forgotten_and_read_anew() {
    let mut config = usual();
    config.live.compare_ms = 20;
    config.live.linger_ms = 1;
    let world = World::with(config).await;
    let mut live = world.connect(20).await;
    live.subscribe_lab().await;
    live.next_of("snapshot").await;
    live.send(json!({"type": "unsubscribe", "topic": lab_topic()}))
        .await;
    let reads = || world.fakes.known().queue_reads;
    assert_eq!(reads(), 1);
    handup_testkit::wait::until("the lab is read anew", || {
        let live = world.connect(20);
        async {
            let mut live = live.await;
            live.subscribe_lab().await;
            live.next_of("snapshot").await;
            reads() == 2
        }
    })
    .await;
    world.end().await;
}
