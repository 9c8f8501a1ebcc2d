//! Figures of sessions, and medians over seeds.

use crate::estimates::Estimates;
use crate::profile::Profile;
use crate::session::{Method, Outcome, play, play_after};

/// What one method does to one profile: medians over seeds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Median wait, in seconds.
    pub median_s: f64,
    /// Wait that 95 of 100 do not exceed, in seconds.
    pub p95_s: f64,
    /// The same over that of the omniscient scheduler.
    pub p95_ratio: f64,
    /// Jain's index of help over time at work among tutors: 1 where all carry the same.
    pub jain: f64,
    /// Seats passed on the way to a student, on average.
    pub way: f64,
    /// Offers made for each request.
    pub offers: f64,
    /// Part of the offers that nobody answered.
    pub lapsed: f64,
    /// Offers to somebody who was not available, in all seeds together.
    pub to_unavailable: usize,
}

/// Plays `profile` under `method` once for each seed.
#[must_use]
pub fn measure(profile: Profile, method: Method, seeds: &[u64]) -> Figures {
    let runs: Vec<(Outcome, Outcome)> = seeds
        .iter()
        .map(|seed| {
            (
                play(profile, method, *seed),
                play(profile, Method::Omniscient, *seed),
            )
        })
        .collect();
    let over = |figure: &dyn Fn(&(Outcome, Outcome)) -> f64| {
        quantile(&mut runs.iter().map(figure).collect::<Vec<_>>(), 0.5)
    };
    Figures {
        median_s: over(&|(run, _)| wait_s(run, 0.5)),
        p95_s: over(&|(run, _)| wait_s(run, 0.95)),
        p95_ratio: over(&|(run, best)| ratio(wait_s(run, 0.95), wait_s(best, 0.95))),
        jain: over(&|(run, _)| jain(&run.loads)),
        way: over(&|(run, _)| {
            let steps: i32 = run.ways.iter().sum();
            ratio(f64::from(steps), count(run.ways.len()))
        }),
        offers: over(&|(run, _)| ratio(count(run.offers), count(run.waits_ms.len()))),
        lapsed: over(&|(run, _)| {
            if run.offers == 0 {
                0.0
            } else {
                ratio(count(run.lapsed), count(run.offers))
            }
        }),
        to_unavailable: runs.iter().map(|(run, _)| run.to_unavailable).sum(),
    }
}

/// The part of estimates that held, in sessions of one lab one after another.
#[must_use]
pub fn held(profile: Profile, method: Method, seeds: &[u64]) -> f64 {
    let mut learned = Estimates::default();
    let (mut held, mut told) = (0, 0);
    for seed in seeds {
        let outcome = play_after(profile, method, *seed, learned);
        let estimates = outcome.estimates.unwrap_or_default();
        let (held_now, told_now) = estimates.held();
        held += held_now;
        told += told_now;
        learned = Estimates::after(estimates);
    }
    ratio(count(held), count(told))
}

/// A quantile of the waits of a session, in seconds.
#[must_use]
pub fn wait_s(outcome: &Outcome, part: f64) -> f64 {
    let mut waits: Vec<f64> = outcome.waits_ms.iter().copied().map(seconds).collect();
    quantile(&mut waits, part)
}

/// Jain's index of fairness (Jain, Chiu, Hawe 1984): from 1/n, where one carries all, to 1.
#[must_use]
pub fn jain(shares: &[f64]) -> f64 {
    let sum: f64 = shares.iter().sum();
    let squares: f64 = shares.iter().map(|share| share * share).sum();
    ratio(sum * sum, count(shares.len()) * squares)
}

fn quantile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a part of a small count"
    )]
    let index = (count(last) * part).round() as usize;
    values.get(index).copied().unwrap_or(0.0)
}

/// One over the other; 1 where there is nothing to compare with.
fn ratio(value: f64, base: f64) -> f64 {
    if base == 0.0 { 1.0 } else { value / base }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of a session are far smaller than what fits"
)]
fn count(number: usize) -> f64 {
    number as f64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of a session are far fewer than what fits"
)]
fn seconds(ms: i64) -> f64 {
    ms as f64 / 1000.0
}
