//! What watchers are shown.

use handup_contracts::events::{DESK_LAB, DESK_PERSON, DESK_PLATFORM};
use handup_contracts::v1::events::Event;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::types::{
    Lab, Membership, Notification, Offer, OfferState, Request, RequestStatus, Role,
};
use handup_testkit::wait;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{NOW_MS, World, lab_id, lab_topic, person_id, request, tutor, usual};

fn accepted(number: u8) -> Request {
    Request {
        status: RequestStatus::InProgress.into(),
        helper_id: person_id(20).to_string(),
        helper_name: "Tutor-20".into(),
        accepted_at_ms: NOW_MS,
        version: 2,
        ..request(number)
    }
}

fn membership(number: u8, role: Role, removed: bool) -> Event {
    Event {
        desk: DESK_PLATFORM.into(),
        scope_id: lab_id().to_string(),
        aggregate: "membership".into(),
        name: "changed".into(),
        state: Some(State::Membership(Membership {
            id: Uuid::from_u128(5000).to_string(),
            account_id: person_id(number).to_string(),
            organisation_id: Uuid::from_u128(1001).to_string(),
            lab_id: lab_id().to_string(),
            role: role.into(),
            removed,
            version: 2,
            created_at_ms: NOW_MS,
            ..Membership::default()
        })),
        ..Event::default()
    }
}

fn seats(requests: &Value) -> Vec<&str> {
    let requests = requests.as_array().unwrap().iter();
    requests
        .map(|request| request["seat"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn staff_see_everything_and_students_only_their_own() {
    let world = World::new().await;
    let (mut staff, mut owner, mut other) = (
        world.connect(20).await,
        world.connect(1).await,
        world.connect(3).await,
    );
    for live in [&mut staff, &mut owner, &mut other] {
        live.subscribe_lab().await;
    }
    let shown = staff.next().await;
    assert_eq!(
        (&shown["type"], &shown["view"]),
        (&json!("snapshot"), &json!("staff"))
    );
    assert_eq!(
        (&shown["topic"], &shown["revision"]),
        (&json!(lab_topic()), &json!(2))
    );
    assert_eq!(seats(&shown["requests"]), ["Seat-1", "Seat-2"]);
    assert_eq!(shown["tutors"][0]["tutor_name"], "Tutor-20");
    let shown = owner.next().await;
    assert_eq!(shown["view"], "student");
    assert_eq!(shown["tickets"].as_array().unwrap().len(), 2);
    assert_eq!(seats(&shown["own"]), ["Seat-1"]);
    let shown = other.next().await;
    assert_eq!(shown["own"], json!([]));
    assert!(!shown.to_string().contains("Student-"));

    world.happen(3, "accepted", accepted(1)).await;
    let delta = staff.next().await;
    assert_eq!(
        (&delta["type"], &delta["event"]),
        (&json!("delta"), &json!("accepted"))
    );
    assert_eq!(delta["revision"], 3);
    assert_eq!(delta["request"]["helper_name"], "Tutor-20");
    let delta = owner.next().await;
    assert_eq!(delta["ticket"]["state"], "in_progress");
    assert_eq!(delta["own"]["helper_name"], "Tutor-20");
    let delta = other.next().await;
    assert_eq!(
        delta,
        json!({
            "type": "delta", "topic": lab_topic(), "revision": 3, "event": "accepted",
            "ticket": {"id": request(1).id, "place": 1, "state": "in_progress", "first": true},
        })
    );

    let closed = Lab {
        queue_open: false,
        ..world.fakes.known().lab.clone()
    };
    world.tell(4, "closed", State::Lab(closed)).await;
    for live in [&mut staff, &mut owner, &mut other] {
        let delta = live.next().await;
        assert_eq!(
            (&delta["revision"], &delta["lab"]["queue_open"]),
            (&json!(4), &json!(false))
        );
    }
    assert_eq!(world.fakes.known().queue_reads, 1, "one reading serves all");
    world.end().await;
}

#[tokio::test]
async fn a_client_that_comes_back_gets_just_what_it_missed() {
    let world = World::new().await;
    let mut first = world.connect(20).await;
    first.subscribe_lab().await;
    first.next_of("snapshot").await;
    world.happen(3, "created", request(4)).await;
    world.happen(4, "accepted", accepted(1)).await;
    assert_eq!(first.next().await["revision"], 3);
    assert_eq!(first.next().await["revision"], 4);

    let mut back = world.connect(20).await;
    back.send(json!({"type": "subscribe", "topic": lab_topic(), "since": 2}))
        .await;
    let resumed = back.next().await;
    assert_eq!(
        resumed,
        json!({"type": "resumed", "topic": lab_topic(), "view": "staff", "revision": 4})
    );
    assert_eq!(back.next().await["revision"], 3);
    assert_eq!(back.next().await["revision"], 4);
    assert_eq!(back.next().await["type"], "tutor");

    // Asked again, it is answered again; of what it can't continue, it gets all.
    back.send(json!({"type": "subscribe", "topic": lab_topic(), "since": 4}))
        .await;
    assert_eq!(back.next().await["type"], "resumed");
    for since in [1, 99] {
        back.send(json!({"type": "subscribe", "topic": lab_topic(), "since": since}))
            .await;
        assert_eq!(back.next_of("snapshot").await["revision"], 4);
    }
    world.end().await;
}

#[tokio::test]
async fn staff_are_told_of_tutors_by_version() {
    let world = World::new().await;
    let (mut staff, mut student) = (world.connect(20).await, world.connect(1).await);
    for live in [&mut staff, &mut student] {
        live.subscribe_lab().await;
        live.next_of("snapshot").await;
    }
    for (number, version) in [(21, 2), (21, 1), (21, 2), (21, 3)] {
        world
            .tell(0, "changed", State::Availability(tutor(number, version)))
            .await;
    }
    assert_eq!(staff.next().await["tutor"]["version"], 2);
    assert_eq!(staff.next().await["tutor"]["version"], 3);
    // Students hear nothing of it: the next they hear is the next change of the queue.
    world.happen(3, "created", request(4)).await;
    assert_eq!(student.next().await["revision"], 3);
    world.end().await;
}

#[tokio::test]
async fn a_person_is_told_what_concerns_them_alone() {
    let world = World::new().await;
    let notification = |number: u8, unread| Notification {
        id: Uuid::from_u128(6000 + u128::from(unread)).to_string(),
        account_id: person_id(number).to_string(),
        kind: "request.accepted".into(),
        title: "Somebody is coming".into(),
        created_at_ms: NOW_MS,
        version: 1,
        unread: i64::from(unread),
        ..Notification::default()
    };
    world.fakes.known().notifications = vec![notification(1, 1_u8)];
    let mut live = world.connect(1).await;
    live.subscribe("me").await;
    let snapshot = live.next().await;
    assert_eq!(
        (&snapshot["topic"], &snapshot["unread"]),
        (&json!("me"), &json!(1))
    );
    assert_eq!(snapshot["notifications"][0]["title"], "Somebody is coming");
    for number in [2, 1] {
        let told = notification(number, 7);
        world
            .publish(Event {
                desk: DESK_PERSON.into(),
                scope_id: told.account_id.clone(),
                aggregate: "notification".into(),
                name: "created".into(),
                state: Some(State::Notification(told)),
                ..Event::default()
            })
            .await;
    }
    let told = live.next().await;
    assert_eq!(
        (&told["type"], &told["unread"]),
        (&json!("notification"), &json!(7))
    );
    assert_eq!(told["notification"]["kind"], "request.accepted");
    world.publish(membership(1, Role::Tutor, false)).await;
    let changed = live.next().await;
    assert_eq!(changed["membership"]["role"], "tutor");
    assert_eq!(changed["membership"]["removed"], false);
    world.end().await;
}

#[tokio::test]
async fn a_new_role_brings_another_view_and_a_lost_one_none() {
    let world = World::new().await;
    let mut live = world.connect(3).await;
    live.subscribe_lab().await;
    assert_eq!(live.next().await["view"], "student");
    world.fakes.known().roles.insert(person_id(3), Role::Tutor);
    world.publish(membership(3, Role::Tutor, false)).await;
    assert_eq!(live.next().await["view"], "staff");
    world.fakes.known().roles.remove(&person_id(3));
    world.publish(membership(3, Role::Tutor, true)).await;
    let refused = live.next().await;
    assert_eq!(
        (&refused["type"], &refused["topic"]),
        (&json!("refused"), &json!(lab_topic()))
    );
    assert_eq!(refused["problem"]["code"], "not_found");
    world.happen(3, "created", request(4)).await;
    live.send_text("?").await;
    assert_eq!(
        live.next().await["type"],
        "malformed",
        "nothing of the lab comes any more"
    );
    world.end().await;
}

#[tokio::test]
async fn topics_that_may_not_be_seen_are_refused() {
    let world = World::new().await;
    let mut live = world.connect(1).await;
    let mut stranger = world.connect(99).await;
    stranger.subscribe_lab().await;
    assert_eq!(stranger.next().await["problem"]["code"], "not_found");
    for (topic, code) in [
        (format!("{}/statistics", lab_topic()), "forbidden"),
        (format!("lab/{}", Uuid::from_u128(7)), "not_found"),
        ("everything".to_owned(), "not_found"),
    ] {
        live.subscribe(&topic).await;
        let refused = live.next().await;
        assert_eq!(
            (&refused["type"], &refused["topic"]),
            (&json!("refused"), &json!(topic))
        );
        assert_eq!(refused["problem"]["code"], code);
    }
    world.end().await;
}

#[tokio::test]
async fn changes_of_statistics_are_hinted_to_managers_with_pauses() {
    let mut config = usual();
    config.live.statistics_ms = 2_000;
    let world = World::with(config).await;
    let mut live = world.connect(30).await;
    let topic = format!("{}/statistics", lab_topic());
    live.subscribe(&topic).await;
    let changed = json!({"type": "changed", "topic": topic});
    assert_eq!(live.next().await, changed);
    let before = std::time::Instant::now();
    for _ in 0..20 {
        world.hint_statistics().await;
    }
    // The first at once, the others together after the pause.
    assert_eq!(live.next().await, changed);
    assert_eq!(live.next().await, changed);
    assert!(before.elapsed().as_millis() >= 1_990);
    live.send_text("?").await;
    assert_eq!(live.next().await["type"], "malformed");
    world.end().await;
}

#[tokio::test]
async fn who_is_here_is_reported_at_once_and_at_the_end_that_nobody_is() {
    let world = World::new().await;
    let last = |world: &World| world.fakes.known().presence.last().cloned();
    wait::until("nobody is reported", || async {
        last(&world) == Some(vec![])
    })
    .await;
    let mut tutor = world.connect(20).await;
    tutor.subscribe_lab().await;
    tutor.next_of("snapshot").await;
    let mut student = world.connect(1).await;
    student.subscribe_lab().await;
    student.next_of("snapshot").await;
    let here = Some(vec!["Person-20".to_owned()]);
    wait::until("the tutor is reported", || async { last(&world) == here }).await;
    drop(tutor);
    wait::until("the tutor is gone", || async {
        last(&world) == Some(vec![])
    })
    .await;
    let mut tutor = world.connect(20).await;
    tutor.subscribe_lab().await;
    tutor.next_of("snapshot").await;
    wait::until("the tutor is back", || async { last(&world) == here }).await;
    world.ask_to_end();
    assert_eq!(tutor.closed().await, 1001);
    assert_eq!(student.closed().await, 1001);
    let fakes = world.end().await;
    assert_eq!(fakes.known().presence.last(), Some(&vec![]));
}

fn offer(helper: u8, state: OfferState) -> Offer {
    Offer {
        id: Uuid::from_u128(7000 + u128::from(helper)).to_string(),
        lab_id: lab_id().to_string(),
        request_id: request(1).id,
        helper_id: person_id(helper).to_string(),
        state: state.into(),
        sent_at_ms: NOW_MS,
        expires_at_ms: NOW_MS + 30_000,
        seat: "Seat-1".into(),
        version: if state == OfferState::Sent { 1 } else { 2 },
        ..Offer::default()
    }
}

#[tokio::test]
async fn an_offer_is_shown_to_who_is_asked_and_to_nobody_else() {
    let world = World::new().await;
    world.fakes.known().offers = vec![offer(20, OfferState::Sent)];
    let mut asked = world.connect(20).await;
    let mut manager = world.connect(30).await;
    for live in [&mut asked, &mut manager] {
        live.subscribe("me").await;
    }
    let shown = asked.next().await;
    assert_eq!(shown["offers"][0]["seat"], "Seat-1");
    assert_eq!(manager.next().await["offers"], json!([]));
    for (helper, name, state) in [
        (20, "withdrawn", OfferState::Withdrawn),
        (30, "sent", OfferState::Sent),
    ] {
        world
            .publish(Event {
                desk: DESK_LAB.into(),
                scope_id: lab_id().to_string(),
                aggregate: "offer".into(),
                name: name.into(),
                state: Some(State::Offer(offer(helper, state))),
                ..Event::default()
            })
            .await;
    }
    assert_eq!(asked.next().await["offer"]["state"], "withdrawn");
    let shown = manager.next().await;
    assert_eq!(
        (&shown["type"], &shown["offer"]["state"]),
        (&json!("offer"), &json!("sent"))
    );
}
