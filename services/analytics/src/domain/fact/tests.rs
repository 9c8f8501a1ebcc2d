use proptest::prelude::*;

use super::*;

fn asked() -> Fact {
    Fact {
        request_id: Uuid::from_u128(1),
        lab_id: Uuid::from_u128(2),
        organisation_id: Uuid::from_u128(3),
        status: RequestStatus::Pending,
        outcome: RequestOutcome::Unspecified,
        created_at_ms: 1_000,
        first_accepted_at_ms: 0,
        accepted_at_ms: 0,
        finished_at_ms: 0,
        put_backs: 0,
        held_ms: 0,
        version: 1,
    }
}

/// The states of a request whose steps are picked by `choices`.
fn life(choices: &[u8]) -> Vec<Fact> {
    let mut fact = asked();
    let mut states = vec![fact.clone()];
    for choice in choices {
        fact.version += 1;
        let now_ms = 1_000 * fact.version;
        match (fact.status, choice % 3) {
            (RequestStatus::Pending, 0) => {
                fact.status = RequestStatus::Cancelled;
                fact.outcome = RequestOutcome::Withdrawn;
                fact.finished_at_ms = now_ms;
            }
            (RequestStatus::Pending, _) => {
                fact.status = RequestStatus::InProgress;
                fact.accepted_at_ms = now_ms;
                if fact.first_accepted_at_ms == 0 {
                    fact.first_accepted_at_ms = now_ms;
                }
            }
            (RequestStatus::InProgress, 0) => {
                fact.status = RequestStatus::Completed;
                fact.outcome = RequestOutcome::Helped;
                fact.finished_at_ms = now_ms;
            }
            (RequestStatus::InProgress, _) => {
                fact.status = RequestStatus::Pending;
                fact.put_backs += 1;
            }
            _ => break,
        }
        states.push(fact.clone());
    }
    states
}

proptest! {
    #[test]
    fn any_order_with_duplicates_leads_to_the_same_as_the_right_order(
        (states, arrivals) in prop::collection::vec(any::<u8>(), 0..10).prop_flat_map(|choices| {
            let states = life(&choices);
            let twice: Vec<_> = states.iter().chain(&states).cloned().collect();
            (Just(states), Just(twice).prop_shuffle())
        })
    ) {
        let in_order = states.into_iter().fold(None, |known, state| Some(Fact::newest(known, state)));
        let as_it_came = arrivals.into_iter().fold(None, |known, state| Some(Fact::newest(known, state)));
        prop_assert_eq!(as_it_came, in_order);
    }

    #[test]
    fn a_wait_ends_with_the_first_acceptance_whatever_comes_later(
        choices in prop::collection::vec(any::<u8>(), 0..10)
    ) {
        let states = life(&choices);
        let accepted = states.iter().find(|state| state.first_accepted_at_ms > 0);
        let last = &states[states.len() - 1];
        match accepted {
            Some(accepted) => {
                let wanted = accepted.first_accepted_at_ms - accepted.created_at_ms;
                prop_assert_eq!(last.wait_ms(1_000_000), Some(wanted));
            }
            None if last.status == RequestStatus::Pending => {
                prop_assert_eq!(last.wait_ms(1_000_000), Some(999_000));
            }
            None => prop_assert_eq!(last.wait_ms(1_000_000), None),
        }
    }
}

#[test]
fn who_gives_up_before_being_served_gives_no_wait() {
    let given_up = Fact {
        status: RequestStatus::Cancelled,
        outcome: RequestOutcome::Withdrawn,
        finished_at_ms: 9_000,
        ..asked()
    };
    assert_eq!(given_up.wait_ms(10_000), None);
    let resolved = Fact {
        status: RequestStatus::Completed,
        outcome: RequestOutcome::ResolvedAlone,
        finished_at_ms: 9_000,
        ..asked()
    };
    assert_eq!(resolved.wait_ms(10_000), None);
    assert_eq!(resolved.help_ms(), None);
}

#[test]
fn help_lasts_from_the_last_acceptance_to_the_completion() {
    let helped = Fact {
        status: RequestStatus::Completed,
        outcome: RequestOutcome::Helped,
        first_accepted_at_ms: 2_000,
        accepted_at_ms: 5_000,
        finished_at_ms: 9_000,
        put_backs: 1,
        ..asked()
    };
    assert_eq!(helped.wait_ms(10_000), Some(1_000));
    assert_eq!(helped.help_ms(), Some(4_000));
    let not_found = Fact {
        status: RequestStatus::Cancelled,
        outcome: RequestOutcome::NotFound,
        ..helped
    };
    assert_eq!(not_found.wait_ms(10_000), Some(1_000));
    assert_eq!(not_found.help_ms(), None);
}

#[test]
fn clocks_that_differ_do_not_make_a_duration_negative() {
    let helped = Fact {
        status: RequestStatus::Completed,
        outcome: RequestOutcome::Helped,
        first_accepted_at_ms: 900,
        accepted_at_ms: 900,
        finished_at_ms: 800,
        ..asked()
    };
    assert_eq!((helped.wait_ms(0), helped.help_ms()), (Some(0), Some(0)));
    assert_eq!(asked().wait_ms(10), Some(0));
}

#[test]
fn the_time_in_which_a_student_did_not_want_to_be_called_is_no_wait() {
    let held = Fact {
        status: RequestStatus::InProgress,
        first_accepted_at_ms: 61_000,
        accepted_at_ms: 61_000,
        held_ms: 20_000,
        ..asked()
    };
    assert_eq!(held.wait_ms(70_000), Some(40_000));
    let holding = Fact {
        held_ms: 300_000,
        ..asked()
    };
    assert_eq!(holding.wait_ms(2_000), Some(0));
}
