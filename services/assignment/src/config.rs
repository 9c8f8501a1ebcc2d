//! Settings of the service `assignment`.

use serde::{Deserialize, Serialize};

/// How long absence is tolerated.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// How long a gateway's report of a presence holds, in milliseconds. Gateways report every
    /// five seconds; a gateway that dies stops.
    pub presence_ms: i64,
    /// How long a tutor who helps may be gone before the request goes back to the front of the
    /// queue, in milliseconds.
    pub grace_ms: i64,
    /// How often absences are looked for, in milliseconds.
    pub sweep_ms: u64,
    /// How often "take next" tries again when another tutor was faster.
    pub take_next_tries: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            presence_ms: 15_000,
            grace_ms: 120_000,
            sweep_ms: 1_000,
            take_next_tries: 10,
        }
    }
}
