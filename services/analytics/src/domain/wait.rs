//! How long somebody will wait, as a range that is meant to hold for eight in ten.
//!
//! A first guess comes from the queue: who is served before, how long help takes, how many tutors
//! are at work. How far such guesses were off in this lab, in situations like this one, makes the
//! range: it spans the middle of the past ratios of wait and guess (a split conformal prediction,
//! after Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random World", 2005, with the
//! nearest situations only). How much of the middle follows from how many past ranges held (adaptive
//! conformal inference, Gibbs and Candès, 2021): after a miss the next range is wider.

/// The part of ranges that is to hold.
pub const GOAL: f64 = 0.8;
/// How much one past range widens or narrows the next.
const STEP: f64 = 0.03;
/// Bounds on the part of past ratios that a range spans.
const NARROWEST: f64 = 0.5;
const WIDEST: f64 = 0.98;
/// How many past guesses of a lab are looked at, the latest.
pub const REMEMBERED: usize = 2000;
/// How many of them a range rests on: those of the situations most like the present one.
const NEAREST: usize = 20;
/// Ratios that a new lab begins with; they count until [`NEAREST`] own ones are there.
const FIRST_RATIOS: [f64; 9] = [0.3, 0.5, 0.7, 0.85, 1.0, 1.15, 1.3, 1.6, 2.2];
/// How long help takes before anybody was helped, in milliseconds, and for how many it counts.
const USUAL_HELP_MS: f64 = 300_000.0;
const USUAL_HELP_COUNTS: f64 = 3.0;
/// No guess is shorter, in milliseconds: a tutor has to come.
const SHORTEST_MS: f64 = 20_000.0;

/// The queue at the moment of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Situation {
    /// Requests that are served before.
    pub ahead: usize,
    /// Tutors who help, or helped a short while ago.
    pub at_work: usize,
    /// Those of them who help nobody now.
    pub free: usize,
    /// How long help takes on average, in milliseconds.
    pub help_ms: i64,
}

/// A guess of the past, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Past {
    /// The guess, in milliseconds.
    pub guess_ms: i64,
    /// The wait, in milliseconds.
    pub wait_ms: i64,
    /// Whether the wait was in the range that was told.
    pub held: bool,
}

/// From when to when help will begin, in milliseconds from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// At the earliest.
    pub from_ms: i64,
    /// At the latest.
    pub to_ms: i64,
}

impl Range {
    /// Whether a wait lies in it.
    #[must_use]
    pub fn holds(&self, wait_ms: i64) -> bool {
        (self.from_ms..=self.to_ms).contains(&wait_ms)
    }
}

/// How long help takes on average, in milliseconds, after these durations; the first few count
/// little, because they may have been odd.
#[must_use]
pub fn average_help_ms(helps_ms: &[i64]) -> i64 {
    let sum: f64 = helps_ms.iter().copied().map(float).sum();
    let count = count(helps_ms.len());
    whole((sum + USUAL_HELP_MS * USUAL_HELP_COUNTS) / (count + USUAL_HELP_COUNTS))
}

impl Situation {
    /// The first guess, in milliseconds: tutors at work end their helps one after another, and
    /// everybody ahead takes one of them. Nothing where nobody is at work.
    #[must_use]
    pub fn guess_ms(&self) -> Option<i64> {
        if self.at_work == 0 {
            return None;
        }
        let ends = count((self.ahead + 1).saturating_sub(self.free));
        let guess = ends * float(self.help_ms) / count(self.at_work);
        Some(whole(guess.max(SHORTEST_MS)))
    }
}

/// The range for a guess, after what came of the past guesses of this lab, the oldest first.
#[must_use]
pub fn range(guess_ms: i64, past: &[Past]) -> Range {
    let mut ratios = nearest_ratios(guess_ms, past);
    ratios.sort_unstable_by(f64::total_cmp);
    let outside = (1.0 - part(past)) / 2.0;
    let at = |part: f64| whole(float(guess_ms) * quantile(&ratios, part));
    Range {
        from_ms: at(outside),
        to_ms: at(1.0 - outside),
    }
}

/// Which part of the past ratios the next range has to span.
fn part(past: &[Past]) -> f64 {
    past.iter().fold(GOAL, |part, past| {
        let miss = if past.held { GOAL - 1.0 } else { GOAL };
        (part + STEP * miss).clamp(NARROWEST, WIDEST)
    })
}

/// Ratios of wait and guess in the situations most like this one, and those of a new lab.
fn nearest_ratios(guess_ms: i64, past: &[Past]) -> Vec<f64> {
    let distance = |past: &Past| {
        let ratio = float(past.guess_ms.max(1)) / float(guess_ms.max(1));
        ratio.ln().abs()
    };
    // Among equals the latest.
    let mut near: Vec<(f64, usize, f64)> = past
        .iter()
        .rev()
        .enumerate()
        .map(|(age, past)| {
            let ratio = float(past.wait_ms) / float(past.guess_ms.max(1));
            (distance(past), age, ratio)
        })
        .collect();
    if near.len() > NEAREST {
        near.select_nth_unstable_by(NEAREST, |one, other| {
            one.0.total_cmp(&other.0).then(one.1.cmp(&other.1))
        });
        near.truncate(NEAREST);
    }
    let own = near.into_iter().map(|(_, _, ratio)| ratio);
    own.chain(FIRST_RATIOS).collect()
}

/// The value below which `part` of the sorted values lie, between two of them in proportion; 1
/// where there are none.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 1.0;
    };
    // Of n values, n + 1 gaps: the next value falls into each with the same chance.
    let place = (part * (count(last) + 2.0) - 1.0).clamp(0.0, count(last));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it was clamped to the indices of a slice"
    )]
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * place.fract()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no duration is anywhere near 2^53 milliseconds"
)]
fn float(ms: i64) -> f64 {
    ms as f64
}

#[expect(clippy::cast_precision_loss, reason = "counts of a queue are small")]
fn count(number: usize) -> f64 {
    number as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a duration of a queue; the cast saturates"
)]
fn whole(ms: f64) -> i64 {
    ms.round() as i64
}

#[cfg(test)]
mod tests;
