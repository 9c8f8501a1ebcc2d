use handup_contracts::v1::analytics::Spread;
use handup_contracts::v1::types::RequestOutcome;
use proptest::prelude::*;

use super::*;

const LAB: Uuid = Uuid::from_u128(2);
const SPAN: Span = Span {
    from_ms: 0,
    to_ms: 10 * HOUR_MS,
};

/// A request in one of the states it can be in.
fn fact(number: u128, created_at_ms: i64, kind: u8, wait_ms: i64, help_ms: i64) -> Fact {
    let accepted_at_ms = created_at_ms + wait_ms;
    let mut fact = Fact {
        request_id: Uuid::from_u128(number),
        lab_id: LAB,
        organisation_id: Uuid::from_u128(3),
        status: RequestStatus::Pending,
        outcome: RequestOutcome::Unspecified,
        created_at_ms,
        first_accepted_at_ms: 0,
        accepted_at_ms: 0,
        finished_at_ms: 0,
        put_backs: i64::from(kind % 2),
        held_ms: 0,
        version: 1,
    };
    if matches!(kind % 4, 1 | 2) {
        fact.first_accepted_at_ms = accepted_at_ms;
        fact.accepted_at_ms = accepted_at_ms;
        fact.status = RequestStatus::InProgress;
    }
    if kind % 4 == 2 {
        fact.status = RequestStatus::Completed;
        fact.outcome = RequestOutcome::Helped;
        fact.finished_at_ms = accepted_at_ms + help_ms;
    }
    if kind % 4 == 3 {
        fact.status = RequestStatus::Cancelled;
        fact.outcome = RequestOutcome::Withdrawn;
        fact.finished_at_ms = accepted_at_ms;
    }
    fact
}

fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let one = (0..12 * HOUR_MS, any::<u8>(), 0_i64..100_000, 0_i64..100_000);
    prop::collection::vec(one, 0..60).prop_map(|all| {
        (1_u128..)
            .zip(all)
            .map(|(number, (created, kind, wait, help))| fact(number, created, kind, wait, help))
            .collect()
    })
}

fn counted(spread: Option<&Spread>) -> i64 {
    spread.map_or(0, |spread| spread.count)
}

proptest! {
    #[test]
    fn every_request_of_the_span_is_counted_once_and_in_one_hour(facts in facts()) {
        let reply = of_lab(LAB, SPAN, &facts, 20 * HOUR_MS);
        let inside = facts.iter().filter(|fact| fact.created_at_ms < SPAN.to_ms).count();
        prop_assert_eq!(reply.requests, i64::try_from(inside).unwrap());
        prop_assert_eq!(
            reply.requests,
            reply.waiting + reply.in_progress + reply.completed + reply.cancelled
        );
        prop_assert_eq!(reply.hours.iter().map(|hour| hour.requests).sum::<i64>(), reply.requests);
        prop_assert_eq!(
            reply.hours.iter().map(|hour| hour.helped).sum::<i64>(),
            counted(reply.help.as_ref())
        );
        prop_assert_eq!(
            reply.hours.iter().map(|hour| counted(hour.wait.as_ref())).sum::<i64>(),
            counted(reply.wait.as_ref())
        );
        // Only those who gave up before being served have no wait.
        prop_assert_eq!(counted(reply.wait.as_ref()), reply.requests - reply.cancelled);
        prop_assert!(reply.hours.is_sorted_by(|one, next| one.from_ms < next.from_ms));
        prop_assert!(reply.hours.iter().all(|hour| hour.from_ms % HOUR_MS == 0));
        prop_assert!(reply.hours.iter().all(|hour| hour.requests > 0));
    }

    #[test]
    fn the_order_of_the_facts_does_not_matter(
        (facts, shuffled) in facts().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
    ) {
        prop_assert_eq!(
            of_lab(LAB, SPAN, &facts, 20 * HOUR_MS),
            of_lab(LAB, SPAN, &shuffled, 20 * HOUR_MS)
        );
    }
}

#[test]
fn the_end_of_the_span_is_not_part_of_it() {
    let facts = [
        fact(1, SPAN.to_ms - 1, 0, 0, 0),
        fact(2, SPAN.to_ms, 0, 0, 0),
    ];
    let reply = of_lab(LAB, SPAN, &facts, SPAN.to_ms + 999);
    assert_eq!(reply.requests, 1);
    assert_eq!(reply.hours[0].from_ms, 9 * HOUR_MS);
    let wait = reply.wait.unwrap();
    assert_eq!((wait.count, wait.median_ms), (1, 1_000), "waits still");
}
