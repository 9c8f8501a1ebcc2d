use proptest::prelude::*;

use super::*;

pub(in crate::domain) fn party(number: u128) -> Party {
    Party {
        id: Uuid::from_u128(number),
        name: format!("Person {number}"),
    }
}

fn question(text: &str) -> Question {
    Question {
        seat: "14".into(),
        description: text.into(),
        topic: String::new(),
        shared: true,
    }
}

pub(in crate::domain) fn fresh() -> HelpRequest {
    HelpRequest {
        id: Uuid::from_u128(1),
        organisation_id: Uuid::from_u128(2),
        lab_id: Uuid::from_u128(3),
        student: party(100),
        helper: None,
        status: RequestStatus::Pending,
        outcome: RequestOutcome::Unspecified,
        question: question("loops"),
        place: 10,
        note: String::new(),
        put_backs: 0,
        created_at_ms: 1,
        accepted_at_ms: 0,
        first_accepted_at_ms: 0,
        finished_at_ms: 0,
        version: 1,
        held_from_ms: 0,
        held_until_ms: 0,
        held_ms: 0,
        helped_before: 0,
        companions: Vec::new(),
    }
}

/// How long a place may be held in these tests, in seconds.
const LIMIT_S: i32 = 300;

fn tutor(number: u128) -> By {
    By::Staff {
        party: party(number),
        manager: false,
    }
}

fn any_step() -> impl Strategy<Value = (Command, By)> {
    let command = prop_oneof![
        "[a-c]{0,2}".prop_map(|text| Command::Edit(question(&text))),
        Just(Command::Cancel),
        Just(Command::Resolve),
        any::<bool>().prop_map(|by_offer| Command::Accept { by_offer }),
        Just(Command::Complete {
            note: "done".into(),
            topic: String::new()
        }),
        Just(Command::ReportNotFound),
        Just(Command::PutBack {
            reason: String::new()
        }),
        (-5_i64..5).prop_map(|place| Command::ReturnToFront { place }),
        (0_i32..400).prop_map(|seconds| Command::Hold {
            seconds,
            limit_s: LIMIT_S
        }),
        Just(Command::Release),
        (-5_i64..5).prop_map(|place| Command::Undo { place }),
        (1_u128..4).prop_map(|number| Command::HandOver {
            to: party(number),
            note: String::new()
        }),
        Just(Command::SendHome),
        Just(Command::Join { seat: "3".into() }),
        Just(Command::Leave),
        (-5_i64..5).prop_map(|place| Command::MoveFirst {
            place,
            reason: String::new()
        }),
    ];
    let by = prop_oneof![
        Just(By::Owner),
        (1_u128..4).prop_map(tutor),
        (1_u128..4).prop_map(|number| By::Staff {
            party: party(number),
            manager: true
        }),
        Just(By::System),
        (200_u128..212).prop_map(|number| By::Classmate(party(number))),
    ];
    // Weighted to commands that fit, so that long lives come up.
    (command, by)
}

fn check_invariants(request: &HelpRequest) {
    let helped = request.helper.is_some();
    match request.status {
        RequestStatus::Pending => assert!(!helped && request.finished_at_ms == 0),
        RequestStatus::InProgress => assert!(helped && request.accepted_at_ms > 0),
        RequestStatus::Completed | RequestStatus::Cancelled => {
            assert!(request.finished_at_ms > 0);
            assert_ne!(request.outcome, RequestOutcome::Unspecified);
        }
        RequestStatus::Unspecified => panic!("a request without a status"),
    }
    assert_eq!(
        request.is_open(),
        request.outcome == RequestOutcome::Unspecified
    );
    assert!(request.first_accepted_at_ms <= request.accepted_at_ms);
    let mut students: Vec<_> = request.students().map(|student| student.id).collect();
    students.sort_unstable();
    assert!(students.windows(2).all(|pair| pair[0] < pair[1]));
}

proptest! {
    #[test]
    fn any_interleaving_of_commands_keeps_the_invariants(
        steps in prop::collection::vec((any_step(), 1_i64..50_000), 0..40)
    ) {
        let mut request = fresh();
        let mut now_ms = 10;
        for ((command, by), passed) in steps {
            now_ms += passed;
            let before = request.clone();
            match decide(&request, command, &by, now_ms) {
                Ok(Decision::Changed { request: next, event, .. }) => {
                    let minute = before.finished_at_ms + UNDO_MS;
                    let taken_back = event == "reopened" && now_ms <= minute;
                    prop_assert!(before.is_open() || taken_back, "{event} after the end");
                    let held_ms = next.held_ms + next.held_until_ms - next.held_from_ms;
                    prop_assert!(held_ms <= i64::from(LIMIT_S) * 1000, "held too long");
                    prop_assert_eq!(next.version, before.version + 1);
                    prop_assert_eq!(&next.student, &before.student);
                    request = *next;
                }
                Ok(Decision::Unchanged) | Err(_) => {}
            }
            check_invariants(&request);
        }
    }

    #[test]
    fn of_many_tutors_who_accept_exactly_one_changes_the_request(
        tutors in prop::collection::vec(1_u128..20, 1..30)
    ) {
        let mut request = fresh();
        let mut winners = Vec::new();
        for number in tutors {
            match decide(&request, Command::Accept { by_offer: false }, &tutor(number), 5) {
                Ok(Decision::Changed { request: next, .. }) => {
                    winners.push(number);
                    request = *next;
                }
                Ok(Decision::Unchanged) => prop_assert_eq!(winners[0], number),
                Err(problem) => {
                    prop_assert_eq!(problem.winner, Some(format!("Person {}", winners[0])));
                }
            }
        }
        prop_assert_eq!(winners.len(), 1);
    }
}

fn changed(request: &HelpRequest, command: Command, by: &By) -> HelpRequest {
    match decide(request, command, by, 50).unwrap() {
        Decision::Changed { request, .. } => *request,
        Decision::Unchanged => panic!("nothing has changed"),
    }
}

#[test]
fn put_back_keeps_the_place() {
    let accepted = changed(&fresh(), Command::Accept { by_offer: false }, &tutor(1));
    let back = changed(
        &accepted,
        Command::PutBack {
            reason: "other class".into(),
        },
        &tutor(1),
    );
    assert_eq!(back.place, fresh().place);
    assert_eq!(back.put_backs, 1);
    assert_eq!(back.first_accepted_at_ms, 50);
}

#[test]
fn another_tutor_can_not_complete_what_a_tutor_holds_but_a_manager_can() {
    let accepted = changed(&fresh(), Command::Accept { by_offer: false }, &tutor(1));
    let complete = || Command::Complete {
        note: String::new(),
        topic: String::new(),
    };
    let problem = decide(&accepted, complete(), &tutor(2), 60).unwrap_err();
    assert_eq!(problem.winner.as_deref(), Some("Person 1"));
    let manager = By::Staff {
        party: party(9),
        manager: true,
    };
    assert_eq!(
        changed(&accepted, complete(), &manager).outcome,
        RequestOutcome::Helped
    );
}

#[test]
fn a_student_can_leave_even_while_a_tutor_forgets_to_close() {
    let accepted = changed(&fresh(), Command::Accept { by_offer: false }, &tutor(1));
    assert_eq!(
        changed(&accepted, Command::Resolve, &By::Owner).status,
        RequestStatus::Completed
    );
}

#[test]
fn the_end_of_a_request_can_be_taken_back_for_a_minute_by_who_ended_it() {
    let accepted = changed(&fresh(), Command::Accept { by_offer: false }, &tutor(1));
    let gone = changed(&accepted, Command::ReportNotFound, &tutor(1));
    assert!(decide(&gone, Command::Undo { place: 10 }, &tutor(2), 60).is_err());
    assert!(decide(&gone, Command::Undo { place: 10 }, &By::Owner, 60).is_err());
    assert!(decide(&gone, Command::Undo { place: 10 }, &tutor(1), 51 + UNDO_MS).is_err());
    let again = changed(&gone, Command::Undo { place: 10 }, &tutor(1));
    assert_eq!(
        again,
        HelpRequest {
            version: 4,
            ..accepted
        }
    );
}

#[test]
fn a_place_can_be_held_and_what_was_not_used_is_left() {
    let hold = |seconds| Command::Hold {
        seconds,
        limit_s: 100,
    };
    let held = changed(&fresh(), hold(80), &By::Owner);
    assert_eq!((held.place, held.held_until_ms), (fresh().place, 80_050));
    let Ok(Decision::Changed { request: back, .. }) =
        decide(&held, Command::Release, &By::Owner, 40_050)
    else {
        panic!("a student who is back says so");
    };
    let problem = decide(&back, hold(61), &By::Owner, 50_000).unwrap_err();
    assert_eq!(problem.fields[0].field, "seconds");
    assert!(decide(&back, hold(60), &By::Owner, 50_000).is_ok());
}

#[test]
fn who_is_being_helped_is_not_sent_home() {
    let accepted = changed(&fresh(), Command::Accept { by_offer: false }, &tutor(1));
    assert_eq!(
        decide(&accepted, Command::SendHome, &By::System, 60),
        Ok(Decision::Unchanged)
    );
    assert_eq!(
        changed(&fresh(), Command::SendHome, &By::System).outcome,
        RequestOutcome::SentHome
    );
}

#[test]
fn only_who_helps_hands_over_and_then_helps_no_longer() {
    let hand_over = Command::HandOver {
        to: party(2),
        note: "Bring a cable.".into(),
    };
    let accept = Command::Accept { by_offer: false };
    let Decision::Changed { request, .. } = decide(&fresh(), accept, &tutor(1), 10).unwrap() else {
        panic!("nobody had it");
    };
    assert!(decide(&fresh(), hand_over.clone(), &tutor(1), 20).is_err());
    assert!(decide(&request, hand_over.clone(), &tutor(3), 20).is_err());
    let Ok(Decision::Changed {
        request,
        event,
        comment,
    }) = decide(&request, hand_over, &tutor(1), 20)
    else {
        panic!("the helper hands over");
    };
    assert_eq!((event, comment.as_str()), ("handed_over", "Bring a cable."));
    assert_eq!(request.helper, Some(party(2)));
    assert_eq!(
        (request.first_accepted_at_ms, request.accepted_at_ms),
        (10, 20)
    );
    let complete = Command::PutBack {
        reason: String::new(),
    };
    assert!(decide(&request, complete, &tutor(1), 30).is_err());
}

fn classmate(number: u128) -> By {
    By::Classmate(party(number))
}

fn join() -> Command {
    Command::Join { seat: "3".into() }
}

#[test]
fn a_question_that_is_not_shared_or_on_its_way_to_be_answered_can_not_be_joined() {
    let mut alone = fresh();
    alone.question.shared = false;
    assert!(decide(&alone, join(), &classmate(200), 50).is_err());
    let accepted = changed(&fresh(), Command::Accept { by_offer: false }, &tutor(1));
    assert!(decide(&accepted, join(), &classmate(200), 50).is_err());
}

#[test]
fn joining_twice_is_joining_once_and_who_has_joined_can_not_end_the_request() {
    let joined = changed(&fresh(), join(), &classmate(200));
    assert_eq!(joined.companions.len(), 1);
    assert_eq!(
        decide(&joined, join(), &classmate(200), 60),
        Ok(Decision::Unchanged)
    );
    assert!(decide(&joined, Command::Cancel, &classmate(200), 60).is_err());
    let left = changed(&joined, Command::Leave, &classmate(200));
    assert_eq!(
        left,
        HelpRequest {
            version: 3,
            ..fresh()
        }
    );
}

#[test]
fn nobody_is_left_waiting_for_somebody_who_is_away() {
    let hold = Command::Hold {
        seconds: 60,
        limit_s: LIMIT_S,
    };
    let joined = changed(&fresh(), join(), &classmate(200));
    assert!(decide(&joined, hold.clone(), &By::Owner, 60).is_err());
    let held = changed(&fresh(), hold, &By::Owner);
    assert!(decide(&held, join(), &classmate(200), 60).is_err());
}

#[test]
fn who_has_joined_keeps_the_place_and_the_help_where_who_asked_gives_up() {
    let id = Uuid::from_u128(7);
    assert_eq!(successor(&fresh(), id), None);
    let joined = changed(&fresh(), join(), &classmate(200));
    let joined = changed(&joined, join(), &classmate(201));
    let accepted = changed(&joined, Command::Accept { by_offer: false }, &tutor(1));
    let ended = changed(&accepted, Command::Cancel, &By::Owner);
    assert!(ended.companions.is_empty());
    let next = successor(&accepted, id).unwrap();
    assert_eq!(next.student, party(200));
    assert_eq!(next.companions, accepted.companions[1..]);
    assert_eq!(
        (next.place, next.status, next.helper),
        (accepted.place, accepted.status, Some(party(1)))
    );
    assert_eq!((next.created_at_ms, next.version), (50, 1));
}
