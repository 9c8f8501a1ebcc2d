//! How often somebody may try a password.

/// Tries under one name since the window began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attempts {
    pub(crate) count: i64,
    pub(crate) since_ms: i64,
}

/// Whether one more try is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Yes; this is what has been seen with it.
    Allowed(Attempts),
    /// No, not before this many milliseconds have passed.
    Refused { retry_after_ms: i64 },
}

/// One more try at `now_ms`: at most `most` are allowed within `window_ms`.
pub(crate) fn attempt(seen: Option<Attempts>, now_ms: i64, most: i64, window_ms: i64) -> Verdict {
    match seen.filter(|seen| now_ms - seen.since_ms < window_ms) {
        None => Verdict::Allowed(Attempts {
            count: 1,
            since_ms: now_ms,
        }),
        Some(seen) if seen.count < most => Verdict::Allowed(Attempts {
            count: seen.count + 1,
            ..seen
        }),
        Some(seen) => Verdict::Refused {
            retry_after_ms: (seen.since_ms + window_ms - now_ms).min(window_ms),
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_window_has_more_tries_than_allowed(
            pauses in proptest::collection::vec(0_i64..400, 1..200),
            most in 1_i64..8,
        ) {
            let window_ms = 1_000;
            let (mut now_ms, mut seen) = (0, None::<Attempts>);
            let mut windows = std::collections::BTreeMap::<i64, i64>::new();
            for pause in pauses {
                now_ms += pause;
                match attempt(seen, now_ms, most, window_ms) {
                    Verdict::Allowed(now) => {
                        *windows.entry(now.since_ms).or_default() += 1;
                        seen = Some(now);
                    }
                    Verdict::Refused { retry_after_ms } => {
                        prop_assert!(retry_after_ms > 0 && retry_after_ms <= window_ms);
                        let later = attempt(seen, now_ms + retry_after_ms, most, window_ms);
                        prop_assert!(matches!(later, Verdict::Allowed(_)));
                    }
                }
            }
            prop_assert!(windows.values().all(|count| *count <= most));
        }
    }
}
