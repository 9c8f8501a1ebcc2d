//! Settings of the service `request`.

use serde::{Deserialize, Serialize};

/// Bounds on what people may write, and how often is looked at the clock.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Longest PC number, in characters.
    pub seat_length: usize,
    /// Longest description, in characters.
    pub description_length: usize,
    /// Longest note or reason, in characters.
    pub note_length: usize,
    /// Most topics of a lab.
    pub topics: usize,
    /// Pause between two looks at which queues open or close by themselves, in milliseconds.
    pub sweep_ms: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            seat_length: 20,
            description_length: 2_000,
            note_length: 2_000,
            topics: 50,
            sweep_ms: 1_000,
        }
    }
}
