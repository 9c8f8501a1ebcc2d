//! Settings.

use serde::{Deserialize, Serialize};

/// How statistics are kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Least time between two hints that a lab's statistics have changed, in milliseconds.
    pub hint_every_ms: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            hint_every_ms: 1_000,
        }
    }
}
