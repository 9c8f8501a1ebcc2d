//! Settings of the service.

use handup_contracts::{FieldProblem, Problem};
use serde::{Deserialize, Serialize};

use crate::domain::key_rotation::Schedule;

/// How accounts, sessions and keys are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// How long an access token is good, in seconds.
    pub access_token_s: i64,
    /// How long a session lives without being refreshed, in days.
    pub refresh_token_days: i64,
    /// Within this time after a refresh, the token it replaced is still taken, in milliseconds.
    pub refresh_grace_ms: i64,
    /// How long a signing key is used, in days.
    pub key_rotation_days: i64,
    /// How long a new signing key is published before it signs, in seconds.
    pub key_announce_s: i64,
    /// How often keys are rotated and old rows removed where that is due, in milliseconds.
    pub upkeep_every_ms: u64,
    /// Tries to log in, or to register, under one name within the window.
    pub attempts: i64,
    /// The window for `attempts`, in seconds.
    pub attempts_window_s: i64,
    /// How long a call that names a very new lab waits for the event of its making, in milliseconds.
    pub new_lab_patience_ms: u64,
    /// Cost of a password hash.
    pub hashing: Hashing,
}

/// Argon2id parameters. The defaults are the ones OWASP recommends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Hashing {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Degree of parallelism.
    pub lanes: u32,
    /// Hashes computed at the same time; 0: as many as the machine has cores.
    pub at_once: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            access_token_s: 10 * 60,
            refresh_token_days: 30,
            refresh_grace_ms: 10_000,
            key_rotation_days: 30,
            key_announce_s: 15 * 60,
            upkeep_every_ms: 60_000,
            attempts: 10,
            attempts_window_s: 15 * 60,
            new_lab_patience_ms: 1_000,
            hashing: Hashing::default(),
        }
    }
}

impl Default for Hashing {
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            passes: 2,
            lanes: 1,
            at_once: 0,
        }
    }
}

impl Config {
    /// Whether the service can work with these settings.
    ///
    /// # Errors
    /// Names every setting that it can't work with.
    pub fn check(&self) -> Result<(), Problem> {
        let mut problems = Vec::new();
        for (field, value) in [
            ("access_token_s", self.access_token_s),
            ("refresh_token_days", self.refresh_token_days),
            ("key_rotation_days", self.key_rotation_days),
            ("attempts", self.attempts),
            ("attempts_window_s", self.attempts_window_s),
        ] {
            if value <= 0 {
                problems.push(FieldProblem {
                    field: field.to_owned(),
                    message: format!("The setting {field} must be greater than 0."),
                });
            }
        }
        if let Err(problem) = self.hashing.params() {
            problems.push(FieldProblem {
                field: "hashing".to_owned(),
                message: format!("Argon2 can't work with the settings in hashing: {problem}."),
            });
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Problem::invalid_fields(problems))
        }
    }

    pub(crate) fn session_ms(&self) -> i64 {
        self.refresh_token_days * 24 * 3_600_000
    }

    pub(crate) fn attempts_window_ms(&self) -> i64 {
        self.attempts_window_s * 1000
    }

    pub(crate) fn schedule(&self) -> Schedule {
        Schedule {
            rotate_every_ms: self.key_rotation_days * 24 * 3_600_000,
            announce_ms: self.key_announce_s * 1000,
            token_ms: self.access_token_s * 1000,
        }
    }
}

impl Hashing {
    pub(crate) fn params(&self) -> Result<argon2::Params, argon2::Error> {
        argon2::Params::new(self.memory_kib, self.passes, self.lanes, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_good() {
        assert_eq!(Config::default().check(), Ok(()));
    }

    #[test]
    fn every_bad_setting_is_named() {
        let config = Config {
            access_token_s: 0,
            attempts: -1,
            hashing: Hashing {
                memory_kib: 1,
                ..Hashing::default()
            },
            ..Config::default()
        };
        let fields: Vec<_> = config
            .check()
            .unwrap_err()
            .fields
            .into_iter()
            .map(|problem| problem.field)
            .collect();
        assert_eq!(fields, ["access_token_s", "attempts", "hashing"]);
    }
}
