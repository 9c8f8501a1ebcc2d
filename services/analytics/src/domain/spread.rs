//! Median and 90th percentile.

use handup_contracts::v1::analytics::Spread;

/// The spread of `durations_ms`, in any order.
///
/// Percentiles are by nearest rank: the smallest duration that at least that share of all are not
/// above. It is definition 1 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The
/// American Statistician 50 (1996), and always a duration that somebody really had; of two middle
/// ones the median is the smaller.
#[must_use]
pub fn spread(mut durations_ms: Vec<i64>) -> Spread {
    durations_ms.sort_unstable();
    Spread {
        count: i64::try_from(durations_ms.len()).unwrap_or(i64::MAX),
        median_ms: nearest_rank(&durations_ms, 50),
        p90_ms: nearest_rank(&durations_ms, 90),
    }
}

/// The value at rank ⌈percent/100 · n⌉ of `sorted`; 0 where there is none.
fn nearest_rank(sorted: &[i64], percent: usize) -> i64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_values() {
        assert_eq!(spread(vec![]), Spread::default());
        let one = spread(vec![7]);
        assert_eq!((one.count, one.median_ms, one.p90_ms), (1, 7, 7));
        let ten = spread((1..=10).rev().collect());
        assert_eq!((ten.count, ten.median_ms, ten.p90_ms), (10, 5, 9));
        let eleven = spread((1..=11).collect());
        assert_eq!((eleven.median_ms, eleven.p90_ms), (6, 10));
    }

    proptest! {
        #[test]
        fn each_percentile_is_the_smallest_value_that_covers_its_share(
            durations in prop::collection::vec(0_i64..10_000, 1..200)
        ) {
            let found = spread(durations.clone());
            prop_assert_eq!(found.count, i64::try_from(durations.len()).unwrap());
            for (percent, value) in [(50, found.median_ms), (90, found.p90_ms)] {
                prop_assert!(durations.contains(&value));
                let covered = durations.iter().filter(|one| **one <= value).count();
                let below = durations.iter().filter(|one| **one < value).count();
                prop_assert!(covered * 100 >= percent * durations.len());
                prop_assert!(below * 100 < percent * durations.len());
            }
            prop_assert!(found.median_ms <= found.p90_ms);
        }

        #[test]
        fn order_does_not_matter(
            (durations, shuffled) in prop::collection::vec(0_i64..10_000, 0..100)
                .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
        ) {
            prop_assert_eq!(spread(durations), spread(shuffled));
        }
    }
}
