//! What holds for whatever comes in whatever order.

use handup_contracts::v1::types::{Availability, Companion, Lab, Request, RequestStatus};
use proptest::prelude::*;
use uuid::Uuid;

use crate::domain::picture::{Change, Changed, Picture, Queue};
use crate::domain::view;

const TOPIC: &str = "lab/1";

fn uuid(number: u8) -> String {
    Uuid::from_u128(u128::from(number) + 1).to_string()
}

fn lab(open: bool) -> Lab {
    Lab {
        id: uuid(100),
        organisation_id: uuid(101),
        name: "Programming".into(),
        queue_open: open,
        ..Lab::default()
    }
}

/// A request of the student with this number; its texts can be told apart from all others.
fn request(number: u8, status: RequestStatus) -> Request {
    Request {
        id: uuid(number),
        lab_id: uuid(100),
        student_id: uuid(number + 50),
        student_name: format!("Name-{number}-of-student"),
        helper_id: uuid(200),
        helper_name: format!("Helper-{number}"),
        seat: format!("Seat-{number}-x"),
        description: format!("Description-{number}-x"),
        note: format!("Note-{number}-x"),
        topic: format!("Topic-{number}-x"),
        status: status.into(),
        place: i64::from(number),
        version: 1,
        created_at_ms: 1,
        ..Request::default()
    }
}

fn topics() -> view::Topics {
    view::Topics {
        lab: TOPIC.into(),
        wall: format!("{TOPIC}/wall"),
    }
}

fn status() -> impl Strategy<Value = RequestStatus> {
    prop_oneof![
        Just(RequestStatus::Pending),
        Just(RequestStatus::InProgress),
        Just(RequestStatus::Completed),
        Just(RequestStatus::Cancelled),
    ]
}

fn changed() -> impl Strategy<Value = Changed> {
    prop_oneof![
        1 => any::<bool>().prop_map(|open| Changed::Lab(lab(open))),
        4 => (0_u8..6, status()).prop_map(|(number, status)| Changed::Request(request(number, status))),
    ]
}

/// Changes with the revisions 1, 2, 3, …
fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec(changed(), 1..40).prop_map(|all| {
        (1_i64..)
            .zip(all)
            .map(|(revision, what)| Change {
                revision,
                name: "changed".into(),
                what,
            })
            .collect()
    })
}

/// Changes, and an order to hear of them in, with repetitions.
fn disorder() -> impl Strategy<Value = (Vec<Change>, Vec<usize>)> {
    changes().prop_flat_map(|changes| {
        let count = changes.len();
        let twice: Vec<usize> = (0..count).chain(0..count).collect();
        (Just(changes), Just(twice).prop_shuffle())
    })
}

fn after(changes: &[Change]) -> Queue {
    let mut picture = Picture::default();
    picture.install(Queue::new(lab(false), Vec::new()));
    for change in changes {
        picture.offer(change.clone());
    }
    picture.queue().cloned().unwrap()
}

proptest! {
    #[test]
    fn any_order_and_repetition_ends_the_same((changes, order) in disorder()) {
        let mut picture = Picture::default();
        picture.install(Queue::new(lab(false), Vec::new()));
        let mut shown = Vec::new();
        for index in order {
            shown.extend(picture.offer(changes[index].clone()));
        }
        prop_assert_eq!(picture.queue(), Some(&after(&changes)));
        prop_assert_eq!(shown, changes);
        prop_assert!(!picture.is_behind());
    }

    #[test]
    fn loading_meanwhile_ends_the_same((changes, order) in disorder(), loaded in 0_usize..40, at in 0_usize..80) {
        // The queue is read at some revision and arrives between any two changes.
        let loaded = loaded.min(changes.len());
        let mut picture = Picture::default();
        for (step, index) in order.iter().enumerate() {
            if step == at.min(order.len() - 1) {
                picture.install(after(&changes[..loaded]));
            }
            picture.offer(changes[*index].clone());
        }
        prop_assert_eq!(picture.queue(), Some(&after(&changes)));
    }

    #[test]
    fn a_lost_change_is_noticed_and_healed_by_reading(changes in changes(), lost in 0_usize..40) {
        let lost = lost.min(changes.len() - 1);
        let mut picture = Picture::default();
        picture.install(Queue::new(lab(false), Vec::new()));
        for (index, change) in changes.iter().enumerate() {
            if index != lost {
                picture.offer(change.clone());
            }
        }
        // The last one can only be noticed by asking for the revision.
        picture.expect(changes.len() as i64);
        prop_assert!(picture.is_behind());
        prop_assert!(picture.install(after(&changes)));
        prop_assert!(!picture.is_behind());
        prop_assert_eq!(picture.queue(), Some(&after(&changes)));
    }

    #[test]
    fn students_read_nothing_of_others(changes in changes(), reader in 0_u8..6) {
        let reader_id = uuid(reader + 50);
        let mut read = Vec::new();
        for change in &changes {
            let delta = view::delta(&topics(), change).unwrap();
            read.push(match delta.own {
                Some((own, text)) if own.contains(&reader_id) => text,
                _ => delta.student,
            });
        }
        let queue = after(&changes);
        let base = view::student_base(&queue).unwrap();
        read.push(view::student_snapshot(TOPIC, &base, &queue, &reader_id).unwrap());
        for text in read {
            for other in (0_u8..6).filter(|number| *number != reader) {
                let secrets = request(other, RequestStatus::Pending);
                for secret in [
                    &secrets.student_id,
                    &secrets.student_name,
                    &secrets.helper_name,
                    &secrets.seat,
                    &secrets.description,
                    &secrets.note,
                    &secrets.topic,
                ] {
                    prop_assert!(!text.contains(secret.as_str()), "{} in {}", secret, text);
                }
            }
        }
    }

    #[test]
    fn the_newest_word_on_a_tutor_counts(versions in prop::collection::vec(1_i64..20, 1..30)) {
        let mut picture = Picture::default();
        for version in &versions {
            picture.offer_tutor(&Availability {
                tutor_id: uuid(200),
                version: *version,
                ..Availability::default()
            });
        }
        let newest = versions.iter().max().copied().unwrap();
        prop_assert_eq!(picture.tutors()[&uuid(200)].version, newest);
    }
}

#[test]
fn the_owner_is_told_everything_about_the_own_request() {
    let change = Change {
        revision: 3,
        name: "accepted".into(),
        what: Changed::Request(request(1, RequestStatus::InProgress)),
    };
    let delta = view::delta(&topics(), &change).unwrap();
    let (own, text) = delta.own.unwrap();
    assert_eq!(own, [uuid(51)]);
    let text: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(text["type"], "delta");
    assert_eq!(text["revision"], 3);
    assert_eq!(text["event"], "accepted");
    assert_eq!(text["ticket"]["state"], "in_progress");
    assert_eq!(text["own"]["helper_name"], "Helper-1");
    let staff: serde_json::Value = serde_json::from_str(&delta.staff).unwrap();
    assert_eq!(staff["request"], text["own"]);
}

#[test]
fn only_a_shared_question_can_be_read_by_others_and_who_has_joined_reads_all() {
    let companion = Companion {
        student_id: uuid(90),
        student_name: "Name-90-of-student".into(),
        seat: "Seat-90-x".into(),
        joined_at_ms: 2,
    };
    let request = Request {
        shared: true,
        companions: vec![companion],
        ..request(1, RequestStatus::Pending)
    };
    let change = |request: &Request| Change {
        revision: 3,
        name: "joined".into(),
        what: Changed::Request(request.clone()),
    };
    let delta = view::delta(&topics(), &change(&request)).unwrap();
    let others: serde_json::Value = serde_json::from_str(&delta.student).unwrap();
    assert_eq!(
        others["ticket"]["shared"],
        serde_json::json!({ "description": "Description-1-x", "topic": "Topic-1-x", "companions": 1 })
    );
    for secret in ["Name-", "Seat-", &uuid(51), &uuid(90)] {
        assert!(
            !delta.student.contains(secret),
            "{secret} in {}",
            delta.student
        );
    }
    let (own, text) = delta.own.unwrap();
    assert_eq!(own, [uuid(51), uuid(90)]);
    assert!(text.contains("Seat-90-x"));

    let helped = Request {
        status: RequestStatus::InProgress.into(),
        ..request
    };
    let delta = view::delta(&topics(), &change(&helped)).unwrap();
    assert!(!delta.student.contains("Description-1-x"));
}

#[test]
fn a_screen_in_the_room_shows_seats_and_nothing_that_tells_who_sits_there() {
    let waiting = request(1, RequestStatus::Pending);
    let queue = Queue::new(lab(true), vec![waiting.clone()]);
    let change = Change {
        revision: 1,
        name: "created".into(),
        what: Changed::Request(waiting.clone()),
    };
    let wall = view::delta(&topics(), &change).unwrap().wall;
    for text in [wall, view::wall_snapshot(TOPIC, &queue).unwrap()] {
        assert!(text.contains("Seat-1-x"), "{text}");
        for secret in [
            &waiting.student_id,
            &waiting.student_name,
            &waiting.helper_id,
            &waiting.helper_name,
            &waiting.description,
            &waiting.topic,
            &waiting.note,
        ] {
            assert!(!text.contains(secret.as_str()), "{secret} in {text}");
        }
    }
}

#[test]
fn a_staff_snapshot_is_in_the_order_of_service() {
    let requests = [3, 1, 2].map(|number| request(number, RequestStatus::Pending));
    let queue = Queue::new(
        Lab {
            revision: 7,
            ..lab(true)
        },
        requests.to_vec(),
    );
    let text = view::staff_snapshot(TOPIC, &queue, std::iter::empty()).unwrap();
    let text: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&text["type"], &text["view"]),
        (&"snapshot".into(), &"staff".into())
    );
    assert_eq!(text["revision"], 7);
    assert_eq!(text["lab"]["revision"], 7);
    let seats: Vec<_> = text["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["seat"])
        .collect();
    assert_eq!(seats, ["Seat-1-x", "Seat-2-x", "Seat-3-x"]);
}
