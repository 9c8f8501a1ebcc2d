//! Settings.

use serde::{Deserialize, Serialize};

/// How people are told.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Positions, counted from the front, whose reaching a student is told of; 0 for never.
    pub near_front_places: u64,
    /// Nobody is told of what happened longer ago than this, in seconds: after a long outage or a
    /// replay it would be news of yesterday.
    pub tell_within_s: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            near_front_places: 2,
            tell_within_s: 3_600,
        }
    }
}

impl Config {
    /// Whether something that happened at `occurred_at_ms` is still news at `now_ms`.
    #[must_use]
    pub fn is_news(&self, occurred_at_ms: i64, now_ms: i64) -> bool {
        let age_ms = now_ms.saturating_sub(occurred_at_ms);
        u64::try_from(age_ms).map_or(true, |age_ms| age_ms / 1_000 <= self.tell_within_s)
    }
}
