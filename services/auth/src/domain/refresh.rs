//! What a refresh token is good for.
//!
//! A session is a family of refresh tokens. Each refresh begins a new generation; only the newest
//! generation is good. A token of an older one was used before, so somebody has a copy: nobody can
//! tell thief from owner, and the whole family ends (RFC 9700, section 4.14.2).
//!
//! One case looks like theft and is none: two tabs of a browser share their cookies, notice at the
//! same time that the access token has expired, and present the same refresh token. So for a short
//! grace time the generation just replaced is still taken, as long as no token of the newest one
//! has been used. The later tab gets another token of the newest generation; all of that
//! generation stay good, because nobody knows which answer the browser kept. It does not help a
//! thief for long: as soon as one of them is used, the others are of an old generation, and using
//! one ends the family.

/// A session, as far as its refresh tokens are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Family {
    /// The newest generation.
    pub(crate) generation: i64,
    /// When the newest generation began.
    pub(crate) rotated_at_ms: i64,
    /// Not good from then on.
    pub(crate) expires_at_ms: i64,
    /// Logged out, or ended because a token was used twice.
    pub(crate) ended: bool,
}

/// What to do for whoever presents a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Begin this generation and give a token of it.
    Rotate { generation: i64 },
    /// Give another token of the newest generation.
    Again { generation: i64 },
    /// The token was used before: end the session.
    End,
    /// The session is over.
    Refuse,
}

/// A token of `generation` is presented.
pub(crate) fn present(family: &Family, generation: i64, now_ms: i64, grace_ms: i64) -> Decision {
    if family.ended || now_ms >= family.expires_at_ms {
        return Decision::Refuse;
    }
    if generation == family.generation {
        return Decision::Rotate {
            generation: generation + 1,
        };
    }
    let just_replaced = generation + 1 == family.generation;
    if just_replaced && now_ms - family.rotated_at_ms < grace_ms {
        return Decision::Again {
            generation: family.generation,
        };
    }
    Decision::End
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GRACE_MS: i64 = 10_000;
    const LIFE_MS: i64 = 30 * 86_400_000;

    fn fresh() -> Family {
        Family {
            generation: 1,
            rotated_at_ms: 0,
            expires_at_ms: LIFE_MS,
            ended: false,
        }
    }

    /// Does what the store does. The generation of the token given out, if any.
    fn apply(family: &mut Family, token: i64, now_ms: i64) -> Option<i64> {
        match present(family, token, now_ms, GRACE_MS) {
            Decision::Rotate { generation } => {
                family.generation = generation;
                family.rotated_at_ms = now_ms;
                family.expires_at_ms = now_ms + LIFE_MS;
                Some(generation)
            }
            Decision::Again { generation } => Some(generation),
            Decision::End => {
                family.ended = true;
                None
            }
            Decision::Refuse => None,
        }
    }

    proptest! {
        /// Anybody presents any token that was ever given out, at any time.
        #[test]
        fn any_interleaving_keeps_the_invariants(
            steps in proptest::collection::vec((any::<proptest::sample::Index>(), 0_i64..30_000), 1..80),
        ) {
            let mut family = fresh();
            let mut tokens = vec![1];
            let mut now_ms = 0;
            for (which, pause) in steps {
                now_ms += pause;
                let before = family;
                let token = *which.get(&tokens);
                let given = apply(&mut family, token, now_ms);
                prop_assert!(family.generation >= before.generation);
                prop_assert!(family.generation <= before.generation + 1);
                if let Some(given) = given {
                    // Only the newest generation is ever given out, and only for a token of the
                    // newest or of the one just replaced.
                    prop_assert_eq!(given, family.generation);
                    prop_assert!(token >= before.generation - 1);
                    prop_assert!(!before.ended && !family.ended);
                    tokens.push(given);
                } else {
                    // What is refused ends the session, or it was over.
                    prop_assert!(family.ended);
                }
                if before.ended {
                    prop_assert!(family.ended && given.is_none());
                }
                if token < before.generation - 1 {
                    prop_assert!(family.ended);
                }
            }
        }

        /// One browser whose tabs refresh at the same time, whichever answer it keeps.
        #[test]
        fn honest_tabs_never_lose_their_session(
            rounds in proptest::collection::vec(
                (proptest::collection::vec(0_i64..GRACE_MS / 8, 1..8), any::<proptest::sample::Index>()),
                1..40,
            ),
        ) {
            let mut family = fresh();
            let mut cookie = 1;
            let mut now_ms = 0;
            for (tabs, kept) in rounds {
                now_ms += 600_000;
                let mut answers = Vec::new();
                for pause in tabs {
                    now_ms += pause;
                    answers.push(apply(&mut family, cookie, now_ms));
                }
                prop_assert!(answers.iter().all(Option::is_some));
                cookie = kept.get(&answers).unwrap();
            }
        }

        /// A thief copies a token, and both go on refreshing, at any times.
        #[test]
        fn a_copied_token_ends_the_session_by_its_second_use_after_the_grace_time(
            order in any::<bool>(),
            pause in 0_i64..60_000,
        ) {
            let mut family = fresh();
            let first = apply(&mut family, 1, 0);
            let second = apply(&mut family, 1, pause);
            if pause >= GRACE_MS {
                prop_assert!(second.is_none() && family.ended);
            } else {
                let (one, other) = if order { (first, second) } else { (second, first) };
                prop_assert!(apply(&mut family, one.unwrap(), 600_000).is_some());
                prop_assert!(apply(&mut family, other.unwrap(), 600_000 + GRACE_MS).is_none());
                prop_assert!(family.ended);
            }
        }
    }

    #[test]
    fn a_session_nobody_refreshes_expires() {
        let family = fresh();
        assert_eq!(present(&family, 1, LIFE_MS, GRACE_MS), Decision::Refuse);
        assert_eq!(
            present(&family, 1, LIFE_MS - 1, GRACE_MS),
            Decision::Rotate { generation: 2 }
        );
    }
}
