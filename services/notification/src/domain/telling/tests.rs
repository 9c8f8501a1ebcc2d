use std::collections::BTreeSet;

use handup_contracts::v1::types::RequestStatus;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::request::Student;

/// The steps of a request's life by number: `choice` picks among those that are possible.
fn history(choices: &[u8]) -> Vec<(&'static str, RequestState)> {
    let mut state = RequestState {
        id: Uuid::from_u128(1),
        lab_id: Uuid::from_u128(2),
        student: Student {
            id: Uuid::from_u128(3),
            seat: "14".to_owned(),
        },
        companions: Vec::new(),
        helper_id: None,
        status: RequestStatus::Pending,
        outcome: RequestOutcome::Unspecified,
        place: 1,
        put_backs: 0,
        accepted_at_ms: 0,
        version: 1,
    };
    let mut steps = vec![("created", state.clone())];
    for choice in choices {
        let name = match (state.status, choice % 4) {
            (RequestStatus::Pending, 0) if *choice > 200 => "moved_first",
            (RequestStatus::Pending, 0) => "edited",
            (RequestStatus::Pending, 1) if *choice > 220 => "cancelled",
            (RequestStatus::Pending, 1) if *choice > 180 => "sent_home",
            (RequestStatus::Pending, _) => "accepted",
            (RequestStatus::InProgress, 0) if *choice > 200 => "handed_over",
            (RequestStatus::InProgress, 0) => "put_back",
            (RequestStatus::InProgress, 1) => "returned",
            (RequestStatus::InProgress, 2) => "not_found",
            (RequestStatus::InProgress, _) => "completed",
            (_, 0) if state.helper_id.is_some() => "reopened",
            _ => break,
        };
        state.version += 1;
        match name {
            "accepted" => {
                state.status = RequestStatus::InProgress;
                state.helper_id = Some(Uuid::from_u128(10 + u128::from(choice % 3)));
                state.accepted_at_ms = 1_000 * state.version;
            }
            "handed_over" => {
                state.helper_id = Some(Uuid::from_u128(20 + u128::from(choice % 3)));
                state.accepted_at_ms = 1_000 * state.version;
            }
            "put_back" | "returned" => {
                state.status = RequestStatus::Pending;
                state.helper_id = None;
                state.put_backs += 1;
            }
            "reopened" => {
                state.status = RequestStatus::InProgress;
                state.outcome = RequestOutcome::Unspecified;
            }
            "sent_home" => {
                state.status = RequestStatus::Cancelled;
                state.outcome = RequestOutcome::SentHome;
            }
            "completed" => {
                state.status = RequestStatus::Completed;
                state.outcome = RequestOutcome::Helped;
            }
            "not_found" | "cancelled" => {
                state.status = RequestStatus::Cancelled;
                state.outcome = if name == "not_found" {
                    RequestOutcome::NotFound
                } else {
                    RequestOutcome::Withdrawn
                };
            }
            _ => {}
        }
        steps.push((name, state.clone()));
    }
    steps
}

/// Handles `arrivals` as the service does; returns the versions told of, in order, each with the
/// newest state known at that moment.
fn told(arrivals: &[(&'static str, RequestState)]) -> Vec<(Step, i64, RequestState)> {
    let mut seen = BTreeSet::new();
    let mut newest: Option<RequestState> = None;
    let mut told = Vec::new();
    for (name, state) in arrivals {
        if !seen.insert(state.version) {
            continue;
        }
        let now = match newest.take() {
            Some(known) if known.version > state.version => known,
            _ => state.clone(),
        };
        if let Some(step) = Step::of_event(name)
            && step.holds(state, &now)
        {
            told.push((step, state.version, now.clone()));
        }
        newest = Some(now);
    }
    told
}

fn histories() -> impl Strategy<Value = Vec<(&'static str, RequestState)>> {
    prop::collection::vec(any::<u8>(), 0..12).prop_map(|choices| history(&choices))
}

type Steps = Vec<(&'static str, RequestState)>;

/// A history, and its events twice in any order.
fn disordered() -> impl Strategy<Value = (Steps, Steps)> {
    histories().prop_flat_map(|steps| {
        let twice: Vec<_> = steps.iter().chain(&steps).cloned().collect();
        (Just(steps), Just(twice).prop_shuffle())
    })
}

fn closing(version: i64, open: bool) -> Option<Closing> {
    (!open).then(|| Closing {
        event_id: Uuid::from_u128(u128::try_from(version).unwrap()),
        by: None,
        version,
        revision: 10 * version,
    })
}

proptest! {
    #[test]
    fn in_order_every_step_is_told(steps in histories()) {
        let wanted: Vec<_> = steps
            .iter()
            .filter(|(name, _)| Step::of_event(name).is_some())
            .map(|(_, state)| state.version)
            .collect();
        let found: Vec<_> = told(&steps).into_iter().map(|(_, version, _)| version).collect();
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn in_any_order_nothing_is_told_twice_or_against_better_knowledge(
        (_, arrivals) in disordered()
    ) {
        let mut versions = BTreeSet::new();
        for (step, version, now) in told(&arrivals) {
            prop_assert!(versions.insert(version));
            match step {
                Step::Accepted | Step::Reopened | Step::HandedOver => {
                    prop_assert_eq!(now.status, RequestStatus::InProgress);
                }
                Step::PutBack
                | Step::Returned
                | Step::MovedFirst
                | Step::Joined
                | Step::PassedOn => {
                    prop_assert_eq!(now.status, RequestStatus::Pending);
                }
                Step::NotFound => prop_assert_eq!(now.outcome, RequestOutcome::NotFound),
                Step::SentHome => prop_assert_eq!(now.outcome, RequestOutcome::SentHome),
            }
        }
    }

    #[test]
    fn in_any_order_the_last_word_is_told((steps, arrivals) in disordered()) {
        let (name, last) = &steps[steps.len() - 1];
        if Step::of_event(name).is_some() {
            prop_assert!(told(&arrivals).iter().any(|(_, version, _)| *version == last.version));
        }
    }

    #[test]
    fn those_who_wait_are_told_of_a_closing_unless_it_is_history(
        (states, arrivals) in prop::collection::vec(any::<bool>(), 1..8).prop_flat_map(|opens| {
            let states: Vec<_> = (1_i64..).zip(opens).collect();
            (Just(states.clone()), Just(states).prop_shuffle())
        })
    ) {
        let mut known = QueueState::default();
        let mut told = Vec::new();
        for (version, open) in arrivals {
            let (next, tell) = known.learn(version, open, closing(version, open));
            prop_assert!(!tell || !next.open);
            if tell {
                told.push(version);
            }
            known = next;
        }
        let last = states[states.len() - 1];
        prop_assert_eq!((known.version, known.open), last);
        prop_assert!(last.1 || told.contains(&last.0));
        prop_assert!(told.is_sorted());
    }
}

#[test]
fn an_acceptance_that_arrives_after_the_completion_is_not_told() {
    let mut steps = history(&[2, 3]);
    assert_eq!(steps[2].0, "completed");
    steps.swap(1, 2);
    assert!(told(&steps).is_empty());
}

#[test]
fn a_put_back_that_arrives_after_an_edit_is_told() {
    let mut steps = history(&[2, 0, 0]);
    assert_eq!((steps[2].0, steps[3].0), ("put_back", "edited"));
    steps.swap(2, 3);
    let versions: Vec<_> = told(&steps)
        .into_iter()
        .map(|(_, version, _)| version)
        .collect();
    assert_eq!(versions, [2, 3]);
}

#[test]
fn who_is_heard_of_late_is_told_of_a_closing_that_still_stands() {
    let (closed, _) = QueueState::default().learn(2, false, closing(2, false));
    assert!(closed.closing_after(19).is_some());
    assert!(closed.closing_after(20).is_none(), "came after the closing");
    let (opened, _) = closed.learn(3, true, None);
    assert!(opened.closing_after(19).is_none());
}
