//! Order in a queue.

/// The place before all `open` ones, those being helped included: they may come back to theirs.
#[must_use]
pub fn front(open: impl IntoIterator<Item = i64>) -> i64 {
    open.into_iter().min().map_or(0, |first| first - 1)
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
        fn the_front_comes_before_everybody(
            places in prop::collection::btree_set(-1000_i64..1000, 0..60)
        ) {
            let front = front(places.iter().copied());
            prop_assert_eq!(position(front, places.iter().copied()), 1);
            prop_assert!(!places.contains(&front));
        }
    }
}
