//! Who comes when and needs help for how long.
//!
//! Shapes after Wang & Lawrence, SIGCSE 2024 (doi 10.1145/3626252.3630867): help takes 433 s on
//! average, from 30 s to 40 minutes; and after issue threads of peers, where some fifty students
//! wait already when a queue opens.

use rand::Rng;
use rand_distr::{Distribution as _, Exp, LogNormal};

/// Shortest and longest help, in seconds.
const HELP_S: (f64, f64) = (30.0, 2_400.0);
/// Spread of the logarithm of help durations: with it the longest tenth takes about twice the mean.
const HELP_SIGMA: f64 = 0.8;
/// How long a tutor takes to look at the screen and answer, on average, in seconds.
const REACTION_S: f64 = 6.0;
const REACTION_SIGMA: f64 = 0.7;
/// How long students come, in milliseconds.
pub const SESSION_MS: i64 = 2 * 60 * 60 * 1000;

/// A load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// An ordinary hour: three tutors, ten students an hour.
    Normal,
    /// The evening before a deadline: four tutors, sixty students in the first minute, then forty
    /// an hour.
    Deadline,
    /// Three hundred students within two seconds, ten tutors.
    Storm,
}

/// Somebody who asks.
#[derive(Debug, Clone, Copy)]
pub struct Student {
    /// When, in milliseconds since the start.
    pub asks_at_ms: i64,
    /// How long the help takes, in milliseconds.
    pub help_ms: i64,
}

impl Profile {
    /// All profiles.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Deadline, Self::Storm];

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Deadline => "deadline",
            Self::Storm => "storm",
        }
    }

    /// How many tutors are at work.
    #[must_use]
    pub fn tutors(self) -> usize {
        match self {
            Self::Normal => 3,
            Self::Deadline => 4,
            Self::Storm => 10,
        }
    }

    /// Everybody who asks, in order.
    pub fn students(self, rng: &mut impl Rng) -> Vec<Student> {
        let mut moments: Vec<i64> = match self {
            Self::Normal => Vec::new(),
            Self::Deadline => (0..60).map(|_| rng.random_range(0..60_000)).collect(),
            Self::Storm => (0..300).map(|_| rng.random_range(0..2_000)).collect(),
        };
        let per_hour = match self {
            Self::Normal => 10.0,
            Self::Deadline => 40.0,
            Self::Storm => 0.0,
        };
        if per_hour > 0.0 {
            moments.extend(poisson(per_hour, rng));
        }
        moments.sort_unstable();
        let mean_s = if self == Self::Normal { 433.0 } else { 600.0 };
        moments
            .into_iter()
            .map(|asks_at_ms| Student {
                asks_at_ms,
                help_ms: milliseconds(help_s(mean_s, rng)),
            })
            .collect()
    }
}

/// Moments of a Poisson process, in milliseconds.
fn poisson(per_hour: f64, rng: &mut impl Rng) -> Vec<i64> {
    let Ok(pause_h) = Exp::new(per_hour) else {
        return Vec::new();
    };
    let mut moments = Vec::new();
    let mut at_ms = 0;
    loop {
        at_ms += milliseconds(pause_h.sample(rng) * 3_600.0);
        if at_ms >= SESSION_MS {
            return moments;
        }
        moments.push(at_ms);
    }
}

/// How long help takes whose mean is `mean_s`, in seconds.
pub fn help_s(mean_s: f64, rng: &mut impl Rng) -> f64 {
    lognormal_s(mean_s, HELP_SIGMA, rng).clamp(HELP_S.0, HELP_S.1)
}

/// How long a tutor takes to look at the screen and answer, in seconds.
pub fn reaction_s(rng: &mut impl Rng) -> f64 {
    lognormal_s(REACTION_S, REACTION_SIGMA, rng)
}

/// A lognormal duration with this mean, in seconds.
pub fn lognormal_s(mean_s: f64, sigma: f64, rng: &mut impl Rng) -> f64 {
    let mu = mean_s.ln() - sigma * sigma / 2.0;
    LogNormal::new(mu, sigma).map_or(mean_s, |durations| durations.sample(rng))
}

/// Seconds as whole milliseconds.
#[expect(
    clippy::cast_possible_truncation,
    reason = "durations of a session are far smaller than what fits"
)]
#[must_use]
pub fn milliseconds(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}
