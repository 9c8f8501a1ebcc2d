//! What students are told about their wait, with the code that tells it in earnest.

use std::collections::BTreeMap;

use handup_analytics::domain::wait::{Past, REMEMBERED, Range, Situation, average_help_ms, range};

/// Helps that the average rests on.
const RECENT: usize = 50;

/// What was told and what came of it.
#[derive(Debug, Default)]
pub struct Estimates {
    /// In the order in which help began.
    past: Vec<Past>,
    /// How many of them are of earlier sessions.
    earlier: usize,
    told: BTreeMap<usize, Told>,
    helps_ms: Vec<i64>,
}

#[derive(Debug, Clone, Copy)]
struct Told {
    at_ms: i64,
    guess_ms: i64,
    range: Range,
}

impl Estimates {
    /// Begins a session of a lab that has had others.
    #[must_use]
    pub fn after(earlier: Self) -> Self {
        Self {
            earlier: earlier.past.len(),
            told: BTreeMap::new(),
            ..earlier
        }
    }

    /// Tells a student what to expect, unless this was done before or nobody is at work.
    pub fn tell(&mut self, student: usize, mut situation: Situation, now_ms: i64) {
        if self.told.contains_key(&student) {
            return;
        }
        let recent = self.helps_ms.len().saturating_sub(RECENT);
        situation.help_ms = average_help_ms(&self.helps_ms[recent..]);
        let remembered = self.past.len().saturating_sub(REMEMBERED);
        if let Some(guess_ms) = situation.guess_ms() {
            let told = Told {
                at_ms: now_ms,
                guess_ms,
                range: range(guess_ms, &self.past[remembered..]),
            };
            self.told.insert(student, told);
        }
    }

    /// Help begins.
    pub fn begins(&mut self, student: usize, now_ms: i64) {
        let Some(told) = self.told.get(&student) else {
            return;
        };
        let wait_ms = now_ms - told.at_ms;
        self.past.push(Past {
            guess_ms: told.guess_ms,
            wait_ms,
            held: told.range.holds(wait_ms),
        });
    }

    /// Help that took so long has ended.
    pub fn ends(&mut self, help_ms: i64) {
        self.helps_ms.push(help_ms);
    }

    /// How many of this session's estimates held, and how many there were.
    #[must_use]
    pub fn held(&self) -> (usize, usize) {
        let own = &self.past[self.earlier..];
        (own.iter().filter(|past| past.held).count(), own.len())
    }
}
