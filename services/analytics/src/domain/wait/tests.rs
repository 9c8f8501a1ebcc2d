use proptest::prelude::*;

use super::*;

const MINUTE_MS: i64 = 60_000;

fn queue(ahead: usize, at_work: usize, free: usize) -> Situation {
    Situation {
        ahead,
        at_work,
        free,
        help_ms: 10 * MINUTE_MS,
    }
}

fn past(guess_ms: i64, wait_ms: i64, held: bool) -> Past {
    Past {
        guess_ms,
        wait_ms,
        held,
    }
}

#[test]
fn the_guess_is_how_long_the_tutors_need_for_those_ahead() {
    assert_eq!(queue(3, 2, 0).guess_ms(), Some(20 * MINUTE_MS));
    assert_eq!(queue(3, 2, 1).guess_ms(), Some(15 * MINUTE_MS));
}

#[test]
fn a_free_tutor_still_has_to_come() {
    assert_eq!(queue(0, 2, 1).guess_ms(), Some(20_000));
}

#[test]
fn nothing_is_guessed_where_nobody_is_at_work() {
    assert_eq!(queue(0, 0, 0).guess_ms(), None);
}

#[test]
fn the_first_helps_count_little_for_the_average() {
    assert_eq!(average_help_ms(&[]), 5 * MINUTE_MS);
    assert_eq!(average_help_ms(&[9 * MINUTE_MS]), 6 * MINUTE_MS);
}

#[test]
fn a_lab_whose_waits_are_half_the_guess_learns_it() {
    let past: Vec<Past> = (0..200)
        .map(|_| past(10 * MINUTE_MS, 5 * MINUTE_MS, true))
        .collect();
    let range = range(10 * MINUTE_MS, &past);
    assert!(range.holds(5 * MINUTE_MS));
    assert!(!range.holds(10 * MINUTE_MS), "{range:?}");
}

#[test]
fn a_range_is_wider_after_misses() {
    let waits = |held| -> Vec<Past> {
        (0..30)
            .map(|number| past(10 * MINUTE_MS, number * MINUTE_MS, held))
            .collect()
    };
    let (after_hits, after_misses) = (
        range(10 * MINUTE_MS, &waits(true)),
        range(10 * MINUTE_MS, &waits(false)),
    );
    assert!(after_misses.from_ms < after_hits.from_ms);
    assert!(after_misses.to_ms > after_hits.to_ms);
}

fn any_past() -> impl Strategy<Value = Vec<Past>> {
    let one = (1..10_000_000_i64, 0..20_000_000_i64, any::<bool>());
    proptest::collection::vec(
        one.prop_map(|(guess, wait, held)| past(guess, wait, held)),
        0..120,
    )
}

proptest! {
    #[test]
    fn a_range_is_never_empty_and_never_in_the_past(
        guess_ms in 20_000..10_000_000_i64,
        past in any_past(),
    ) {
        let range = range(guess_ms, &past);
        prop_assert!(0 <= range.from_ms && range.from_ms <= range.to_ms);
    }

    #[test]
    fn who_is_further_back_is_never_told_an_earlier_guess(
        ahead in 0..300_usize, at_work in 1..20_usize, free in 0..20_usize,
    ) {
        let free = free.min(at_work);
        let (nearer, further) = (queue(ahead, at_work, free), queue(ahead + 1, at_work, free));
        prop_assert!(nearer.guess_ms() <= further.guess_ms());
    }
}
