use std::fmt;
use std::time::Duration;

use crate::plan::Plan;
use crate::record::{Entry, What};
use crate::verdict::{Idle, of};

/// How much load it was, and what came of it.
#[derive(Debug, Clone)]
pub struct Report {
    /// What is wrong, in words; nothing if all is right.
    pub faults: Vec<String>,
    /// Tutors with nothing to do waited for an offer while somebody waited without one; the shortest
    /// wait first.
    pub idle: Vec<Idle>,
    pub(crate) plan: Plan,
    pub(crate) pages: usize,
    pub(crate) frames: u64,
    pub(crate) reconnects: u64,
    pub(crate) lasted: Duration,
    pub(crate) counts: Vec<(&'static str, usize)>,
    pub(crate) asked_in_busiest_second: usize,
    /// Times of the answers to asking, in milliseconds, shortest first.
    pub(crate) asking_ms: Vec<u64>,
}

impl Report {
    pub(crate) fn counts(entries: &[Entry]) -> Vec<(&'static str, usize)> {
        [
            ("asked", What::Asked),
            ("given up", What::Cancelled),
            ("offered", What::Offered),
            ("accepted", What::Accepted),
            ("completed", What::Completed),
        ]
        .map(|(name, what)| (name, of(entries, what).count()))
        .to_vec()
    }

    pub(crate) fn busiest_second(entries: &[Entry]) -> usize {
        let asked: Vec<u64> = of(entries, What::Asked).map(|entry| entry.at_ms).collect();
        asked
            .iter()
            .map(|from| {
                let second = *from..*from + 1_000;
                asked.iter().filter(|at| second.contains(at)).count()
            })
            .max()
            .unwrap_or_default()
    }
}

/// Milliseconds that a part of the values does not exceed; the values are sorted.
fn quantile(sorted: &[u64], hundredths: usize) -> u64 {
    let last = sorted.len().saturating_sub(1);
    sorted
        .get(last * hundredths / 100)
        .copied()
        .unwrap_or_default()
}

fn spread(sorted: &[u64]) -> String {
    format!(
        "median {} ms, p99 {} ms, longest {} ms",
        quantile(sorted, 50),
        quantile(sorted, 99),
        quantile(sorted, 100)
    )
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Plan {
            labs,
            students,
            tutors,
            hour,
            seed,
        } = self.plan;
        writeln!(
            out,
            "load: {labs} labs with {students} students and {tutors} tutors each, an hour in {} s, seed {seed}",
            hour.as_secs()
        )?;
        writeln!(
            out,
            "      {} open pages, which received {} messages in {} s and connected again {} times",
            self.pages,
            self.frames,
            self.lasted.as_secs(),
            self.reconnects
        )?;
        let counts: Vec<String> = self
            .counts
            .iter()
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        writeln!(out, "      {}", counts.join(", "))?;
        writeln!(
            out,
            "asking: {} in the busiest second; answered in {}",
            self.asked_in_busiest_second,
            spread(&self.asking_ms)
        )?;
        let idle_ms: Vec<u64> = self.idle.iter().map(|idle| idle.ms).collect();
        writeln!(
            out,
            "a free tutor waited for an offer while somebody waited without one: {}",
            spread(&idle_ms)
        )?;
        for fault in self.faults.iter().take(20) {
            writeln!(out, "FAULT {fault}")?;
        }
        write!(out, "soak: {} faults", self.faults.len())
    }
}
