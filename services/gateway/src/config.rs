//! Settings of the gateway.

use serde::{Deserialize, Serialize};

/// Settings of the gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where people reach Handup, such as `https://handup.example.org`. With `https` cookies are
    /// for encrypted connections only. Empty: whatever host a request names, without encryption.
    pub public_url: String,
    /// Proxies in front of the gateway whose `X-Forwarded-For` is believed; 0: none.
    pub trusted_hops: usize,
    /// Largest body of a request, in bytes.
    pub body_limit_bytes: usize,
    /// Longest time a request may take, in milliseconds.
    pub request_timeout_ms: u64,
    /// Limits by client address.
    pub limits: Limits,
    /// The live connection.
    pub live: LiveSettings,
}

/// How often one client address may do what is costly or worth guessing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Registering.
    pub register: Rate,
    /// Logging in.
    pub log_in: Rate,
    /// Renewing a session.
    pub refresh: Rate,
    /// Joining a lab by code.
    pub join: Rate,
}

/// A limit that refills evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Tries a minute in the long run; 0: no limit.
    pub per_minute: u32,
    /// Tries at once. A whole computer lab may come from one address.
    pub burst: u32,
}

impl Rate {
    const fn new(per_minute: u32, burst: u32) -> Self {
        Self { per_minute, burst }
    }
}

/// Settings of the live connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LiveSettings {
    /// Messages that may wait for one socket; beyond, it gets a fresh picture instead.
    pub queue: usize,
    /// Changes kept for each lab, so that a client that comes back gets just what it missed.
    pub history: usize,
    /// Topics one socket may subscribe to.
    pub topics: usize,
    /// Sockets one person may have open.
    pub sockets: usize,
    /// How long a missing change is waited for before the queue is read anew, in milliseconds.
    pub gap_ms: u64,
    /// How often the revisions of all watched labs are compared, in milliseconds.
    pub compare_ms: u64,
    /// How long a lab that nobody watches any more is remembered, in milliseconds.
    pub linger_ms: u64,
    /// How often a socket is pinged, in milliseconds.
    pub ping_ms: u64,
    /// Silence after which a socket counts as dead, in milliseconds.
    pub silence_ms: u64,
    /// How long a socket may take to accept what is sent to it, in milliseconds.
    pub send_timeout_ms: u64,
    /// How often presence is reported at least, in milliseconds.
    pub presence_ms: u64,
    /// Least time between two hints that the statistics of one lab have changed, in milliseconds.
    pub statistics_ms: u64,
    /// Threads of the sockets alone.
    pub threads: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: String::new(),
            trusted_hops: 0,
            body_limit_bytes: 64 * 1024,
            request_timeout_ms: 10_000,
            limits: Limits::default(),
            live: LiveSettings::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            register: Rate::new(60, 300),
            log_in: Rate::new(120, 300),
            refresh: Rate::new(600, 600),
            join: Rate::new(60, 300),
        }
    }
}

impl Default for LiveSettings {
    fn default() -> Self {
        Self {
            queue: 256,
            history: 256,
            topics: 20,
            sockets: 20,
            gap_ms: 250,
            compare_ms: 5_000,
            linger_ms: 30_000,
            ping_ms: 25_000,
            silence_ms: 60_000,
            send_timeout_ms: 10_000,
            presence_ms: 5_000,
            statistics_ms: 1_000,
            threads: 1,
        }
    }
}

impl Default for Rate {
    fn default() -> Self {
        Self::new(60, 60)
    }
}

impl Config {
    /// Whether cookies are for encrypted connections only.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
