//! Settings of the service `assignment`.

use serde::{Deserialize, Serialize};

/// How long absence is tolerated.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// How long a gateway's report of a presence holds, in milliseconds. Gateways report every
    /// five seconds; a gateway that dies stops.
    pub presence_ms: i64,
    /// Most that any lab's policy can let a tutor who helps be gone before the request goes back
    /// to the front of the queue, in milliseconds.
    pub longest_grace_ms: i64,
    /// How often absences are looked for, in milliseconds.
    pub sweep_ms: u64,
    /// How often deadlines of offers are looked for, in milliseconds.
    pub offer_sweep_ms: u64,
    /// After which time a yes that nobody has confirmed is looked into, in milliseconds; longer
    /// than any call takes.
    pub claim_ms: i64,
    /// How often "take next" reads the queue when none of those it has read can be called any more.
    pub take_next_tries: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            presence_ms: 15_000,
            longest_grace_ms: 3_600_000,
            sweep_ms: 1_000,
            offer_sweep_ms: 200,
            claim_ms: 10_000,
            take_next_tries: 3,
        }
    }
}
