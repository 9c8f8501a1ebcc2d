//! Which request is taken next under `fifo`: who came first.
//!
//! A request's place is the order of arrival, kept over a put-back; a request returned because
//! its tutor vanished has a place before all others. Places are unique, so that there are no ties
//! but those of a damaged queue; these go to whoever has waited longest, then to the smaller id,
//! so that every replica and every client sees the same order.

/// A waiting request, as far as the order needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub id: String,
    /// Its place in the queue.
    pub place: i64,
    /// When it was asked, UTC milliseconds.
    pub created_at_ms: i64,
}

/// The waiting in the order in which they are served.
#[must_use]
pub fn in_order(mut waiting: Vec<Waiting>) -> Vec<Waiting> {
    waiting
        .sort_by(|a, b| (a.place, a.created_at_ms, &a.id).cmp(&(b.place, b.created_at_ms, &b.id)));
    waiting
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn waiting() -> impl Strategy<Value = Waiting> {
        ("[a-d]{1,3}", 0_i64..5, 0_i64..5).prop_map(|(id, place, created_at_ms)| Waiting {
            id,
            place,
            created_at_ms,
        })
    }

    proptest! {
        #[test]
        fn the_order_does_not_depend_on_the_order_of_the_rows(
            (rows, shuffled) in prop::collection::vec(waiting(), 0..20)
                .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
        ) {
            prop_assert_eq!(in_order(rows), in_order(shuffled));
        }

        #[test]
        fn nobody_is_served_before_somebody_with_a_smaller_place(
            rows in prop::collection::vec(waiting(), 0..20)
        ) {
            let ordered = in_order(rows);
            prop_assert!(ordered.windows(2).all(|pair| pair[0].place <= pair[1].place));
        }
    }
}
