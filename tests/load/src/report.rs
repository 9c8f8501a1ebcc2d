//! Medians, ratios and goals, as a table and as JSON.

use std::path::PathBuf;

use serde::Serialize;

use crate::figures::Sample;
use crate::options::{Backend, Options, Side};

/// All values of a run.
#[derive(Debug, Default)]
pub struct Report {
    rows: Vec<Row>,
}

/// One metric of one case on one database, for both sides.
#[derive(Debug, Serialize)]
struct Row {
    backend: String,
    case: String,
    metric: &'static str,
    floor: Option<f64>,
    system: Option<f64>,
    /// System by floor: the median of the pairs that were measured one right after the other.
    ratio: Option<f64>,
    floor_runs: Vec<f64>,
    system_runs: Vec<f64>,
}

/// A goal, and how far it is met.
#[derive(Debug, Serialize)]
struct Goal {
    goal: String,
    value: f64,
    met: bool,
}

impl Report {
    /// Adds the values of one repetition.
    pub fn add(&mut self, side: Side, backend: Backend, samples: Vec<Sample>) {
        let backend = backend.to_string();
        for sample in samples {
            let known = self.rows.iter().position(|row| {
                row.backend == backend && row.case == sample.case && row.metric == sample.metric
            });
            let index = known.unwrap_or_else(|| {
                self.rows.push(Row::new(&backend, &sample));
                self.rows.len() - 1
            });
            self.rows[index].add(side, sample.value);
        }
    }

    /// Prints the table and the goals, and writes the JSON file.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn publish(mut self, options: &Options) -> anyhow::Result<()> {
        self.rows
            .sort_by(|a, b| a.backend.cmp(&b.backend).reverse());
        let mut printed = "";
        for row in &self.rows {
            if printed != row.case {
                let title = format!("{}: {}", row.backend, row.case);
                crate::print(&format!(
                    "{title:<30}{:>12}{:>12}{:>10}",
                    "floor", "system", "ratio"
                ));
            }
            printed = &row.case;
            row.print();
        }
        let goals = self.goals();
        crate::print("");
        for goal in &goals {
            let met = if goal.met { "met" } else { "NOT MET" };
            crate::print(&format!("{:<74} {:>10.2}  {met}", goal.goal, goal.value));
        }
        let file = self.write(options, &goals)?;
        crate::print(&format!("\nwritten to {}", file.display()));
        Ok(())
    }

    fn write(&self, options: &Options, goals: &[Goal]) -> anyhow::Result<PathBuf> {
        let cores = std::thread::available_parallelism()?.get();
        let at = handup_runtime::Clock::now_ms(&handup_runtime::SystemClock);
        let json = serde_json::json!({
            "at_ms": at,
            "cores": cores,
            "repetitions": options.repetitions(),
            "window_s": options.window().as_secs(),
            "rows": self.rows,
            "goals": goals,
        });
        let file = options.output.join(format!("bench-{at}.json"));
        std::fs::write(&file, serde_json::to_vec_pretty(&json)?)?;
        Ok(file)
    }

    fn goals(&self) -> Vec<Goal> {
        let mut goals = Vec::new();
        for row in &self.rows {
            let case = format!("{}: {}", row.backend, row.case);
            let mut goal = |text: &str, value: Option<f64>, met: fn(f64) -> bool| {
                if let Some(value) = value {
                    goals.push(Goal {
                        goal: format!("{case}, {text}"),
                        value,
                        met: met(value),
                    });
                }
            };
            let created_by_128 = row.case.starts_with("create, 128 ");
            let live = row.case.starts_with("live, ");
            let offers = row.case.starts_with("offers, ");
            match row.metric {
                "acknowledged /s" if created_by_128 => {
                    goal("at least 0.25 of the floor", row.ratio, |ratio| {
                        ratio >= 0.25
                    });
                }
                "p99 ms" if live => goal("p99 at most 3 × the floor", row.ratio, |ratio| {
                    ratio <= 3.0
                }),
                "p99 ms" if offers => goal("p99 at most 100 ms", row.system, |ms| ms <= 100.0),
                "never offered" => goal("nobody left out", row.system, |count| count == 0.0),
                "missing" => goal("nothing missing", row.system, |count| count == 0.0),
                "without exactly one winner" => {
                    goal("exactly one winner", row.system, |count| count == 0.0);
                }
                "resident MiB" if row.backend == Backend::Sqlite.to_string() => {
                    goal("under 120 MiB", row.system, |mib| mib < 120.0);
                }
                "each KiB" => goal("at most 16 KiB", row.system, |kib| kib <= 16.0),
                _ => {}
            }
        }
        goals
    }
}

impl Row {
    fn new(backend: &str, sample: &Sample) -> Self {
        Self {
            backend: backend.to_owned(),
            case: sample.case.clone(),
            metric: sample.metric,
            floor: None,
            system: None,
            ratio: None,
            floor_runs: Vec::new(),
            system_runs: Vec::new(),
        }
    }

    fn add(&mut self, side: Side, value: f64) {
        match side {
            Side::Floor => self.floor_runs.push(value),
            Side::System => self.system_runs.push(value),
        }
        self.floor = median(&self.floor_runs);
        self.system = median(&self.system_runs);
        let pairs = self.system_runs.iter().zip(&self.floor_runs);
        let ratios: Vec<f64> = pairs
            .filter(|(_, floor)| **floor > 0.0)
            .map(|(system, floor)| system / floor)
            .collect();
        self.ratio = median(&ratios);
    }

    /// One line of the table. The case is named once, above its first metric.
    fn print(&self) {
        let number =
            |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.2}"));
        let (floor, system) = (number(self.floor), number(self.system));
        let ratio = match self.is_comparable() {
            true => number(self.ratio),
            false => String::new(),
        };
        crate::print(&format!(
            "  {:<28}{floor:>12}{system:>12}{ratio:>10}",
            self.metric
        ));
    }

    /// Whether the ratio of system to floor says something.
    fn is_comparable(&self) -> bool {
        self.metric.ends_with("/s") || self.metric.ends_with(" ms") || self.metric.ends_with("iB")
    }
}

fn median(runs: &[f64]) -> Option<f64> {
    let mut sorted = runs.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
    }

    #[test]
    fn a_ratio_is_that_of_windows_of_the_same_moment() {
        let mut row = Row::new("sqlite", &Sample::new("create", "acknowledged /s", 0.0));
        // The machine slows down to a half, and then there is a pair that disturbs.
        for (floor, system) in [(8.0, 2.0), (4.0, 1.0), (4.0, 3.0)] {
            row.add(Side::Floor, floor);
            row.add(Side::System, system);
        }
        assert_eq!(row.ratio, Some(0.25));
        assert_eq!((row.floor, row.system), (Some(4.0), Some(2.0)));
    }
}
