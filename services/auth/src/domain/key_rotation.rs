//! When signing keys are made, sign, and are forgotten.
//!
//! A key goes through three times: announced (published, so that every verifier has it before the
//! first token it signs), signing, and retired (published, so that the tokens it signed stay good
//! until they expire).

/// How much longer than needed a key is published: replicas read the keys from the database now
/// and then, and clocks differ.
const MARGIN_MS: i64 = 5 * 60_000;

/// The times of rotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Schedule {
    /// How long a key signs.
    pub(crate) rotate_every_ms: i64,
    /// How long it is published before.
    pub(crate) announce_ms: i64,
    /// How long a token is good.
    pub(crate) token_ms: i64,
}

/// If a new key must be made now: from when on it signs. `starts` are the moments from which the
/// existing keys sign, in any order.
pub(crate) fn due(starts: &[i64], now_ms: i64, schedule: &Schedule) -> Option<i64> {
    let Some(newest) = starts.iter().max() else {
        // Nobody can log in without a key: the first one signs at once.
        return Some(now_ms);
    };
    let next = newest + schedule.rotate_every_ms;
    (now_ms >= next - schedule.announce_ms).then_some(now_ms + schedule.announce_ms)
}

/// Index of the key that signs now. Nothing only if there are no keys.
pub(crate) fn signing(starts: &[i64], now_ms: i64) -> Option<usize> {
    let indexed = || starts.iter().copied().enumerate();
    indexed()
        .filter(|(_, start)| *start <= now_ms)
        .max_by_key(|(_, start)| *start)
        // Made by a replica whose clock is ahead.
        .or_else(|| indexed().min_by_key(|(_, start)| *start))
        .map(|(index, _)| index)
}

/// From when on the key that starts at `start` need not be published any more; nothing while no
/// other key follows it.
pub(crate) fn forgotten_at(starts: &[i64], start: i64, schedule: &Schedule) -> Option<i64> {
    let successor = starts.iter().filter(|other| **other > start).min()?;
    Some(successor + schedule.token_ms + MARGIN_MS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SCHEDULE: Schedule = Schedule {
        rotate_every_ms: 30 * 86_400_000,
        announce_ms: 900_000,
        token_ms: 600_000,
    };

    #[test]
    fn the_first_key_signs_at_once() {
        assert_eq!(due(&[], 5, &SCHEDULE), Some(5));
        assert_eq!(signing(&[5], 5), Some(0));
    }

    proptest! {
        /// Walks through time in steps of any size, as a process that is now and then switched off.
        #[test]
        fn every_token_can_be_verified_as_long_as_it_is_good(
            steps in proptest::collection::vec(1_i64..20 * 86_400_000, 1..60),
            age_ms in 0_i64..600_000,
        ) {
            let mut now_ms = 0;
            let mut keys: Vec<i64> = Vec::new();
            for step in steps {
                now_ms += step;
                let before = keys.clone();
                keys.retain(|start| {
                    forgotten_at(&before, *start, &SCHEDULE).is_none_or(|end| end > now_ms)
                });
                if let Some(start) = due(&keys, now_ms, &SCHEDULE) {
                    prop_assert!(keys.is_empty() || start >= now_ms + SCHEDULE.announce_ms);
                    keys.push(start);
                }
                // Once made, there is nothing more to make: two replicas make no two keys.
                prop_assert_eq!(due(&keys, now_ms, &SCHEDULE), None);
                let signer = keys[signing(&keys, now_ms).unwrap()];
                prop_assert!(signer <= now_ms);
                // A token signed now is still good `age_ms` later, and its key still published.
                let end = forgotten_at(&keys, signer, &SCHEDULE);
                prop_assert!(end.is_none_or(|end| end > now_ms + age_ms));
            }
        }
    }
}
