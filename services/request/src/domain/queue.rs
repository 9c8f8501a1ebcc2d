//! Order in a queue.

use crate::domain::policy::Order;

/// Under `first_help_first`, how much later those stand who were helped before: more than there
/// will ever be arrivals in one lab.
const LATER: i64 = 1 << 40;

/// The place under `order` of a request that has `place` under any order. Who was moved to the
/// front keeps that under any.
#[must_use]
pub fn place_under(order: Order, place: i64, helped_before: i32) -> i64 {
    let arrival = if place >= LATER / 2 {
        place - LATER
    } else {
        place
    };
    if order == Order::FirstHelpFirst && helped_before > 0 && arrival > 0 {
        arrival + LATER
    } else {
        arrival
    }
}

/// The place before all `open` ones, those being helped included: they may come back to theirs.
/// Never a positive one: those are the order of arrival.
#[must_use]
pub fn front(open: impl IntoIterator<Item = i64>) -> i64 {
    open.into_iter().min().map_or(0, |first| (first - 1).min(0))
}

/// The place of a request that is open again: its old one, or the front where another of the `open`
/// ones has got that meanwhile.
#[must_use]
pub fn place_again(place: i64, open: &[i64]) -> i64 {
    if open.contains(&place) {
        front(open.iter().copied())
    } else {
        place
    }
}

/// Position from 1 of `place` among the places of those who wait.
#[must_use]
pub fn position(place: i64, waiting: impl IntoIterator<Item = i64>) -> usize {
    1 + waiting.into_iter().filter(|other| *other < place).count()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn positions_of_the_waiting_are_one_to_n_without_gaps(
            places in prop::collection::btree_set(-1000_i64..1000, 1..60)
        ) {
            let positions: BTreeSet<_> = places
                .iter()
                .map(|place| position(*place, places.iter().copied()))
                .collect();
            let wanted: BTreeSet<_> = (1..=places.len()).collect();
            prop_assert_eq!(positions, wanted);
        }

        #[test]
        fn under_first_help_first_nobody_helped_before_stands_before_somebody_who_was_not(
            waiting in prop::collection::btree_map(1_i64..1000, 0_i32..3, 1..40)
        ) {
            let order = Order::FirstHelpFirst;
            let mut placed: Vec<_> = waiting
                .iter()
                .map(|(place, helped)| (place_under(order, *place, *helped), *helped > 0, *place))
                .collect();
            placed.sort_unstable();
            prop_assert!(placed.windows(2).all(|pair| (pair[0].1, pair[0].2) < (pair[1].1, pair[1].2)));
            for (place, _, arrival) in placed {
                prop_assert_eq!(place_under(Order::Fifo, place, 1), arrival);
                prop_assert_eq!(place_under(order, place_under(order, arrival, 1), 1), arrival + LATER);
            }
        }

        #[test]
        fn who_was_moved_to_the_front_stays_there_whatever_the_order(
            places in prop::collection::btree_set(-50_i64..1000, 0..40), helped in 0_i32..3
        ) {
            let front = front(places.iter().copied());
            for order in [Order::Fifo, Order::FirstHelpFirst] {
                prop_assert_eq!(place_under(order, front, helped), front);
            }
        }

        #[test]
        fn who_is_open_again_shares_a_place_with_nobody(
            places in prop::collection::btree_set(-5_i64..5, 0..8), place in -5_i64..5
        ) {
            let open: Vec<i64> = places.into_iter().collect();
            let again = place_again(place, &open);
            prop_assert!(!open.contains(&again));
            prop_assert!(again == place || open.contains(&place));
        }

        #[test]
        fn the_front_comes_before_everybody(
            places in prop::collection::btree_set(-1000_i64..1000, 0..60)
        ) {
            let front = front(places.iter().copied());
            prop_assert_eq!(position(front, places.iter().copied()), 1);
            prop_assert!(!places.contains(&front));
        }
    }
}
