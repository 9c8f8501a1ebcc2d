use std::time::Duration;

use handup_simulation::profile::{Profile, help_s, reaction_s};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// The hour that is played, in seconds.
const HOUR_S: f64 = 3_600.0;
/// Mean of help, as in the profile `deadline`, in seconds.
const HELP_S: f64 = 600.0;
/// Parts of the students who reword what they asked, and who give up.
const EDITS: f64 = 0.1;
const CANCELS: f64 = 0.05;

/// How much is played, and how fast.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Labs, each with the load of the profile `deadline`.
    pub labs: usize,
    /// Students of each lab. Every one has a page open, whether or not they ask.
    pub students: usize,
    /// Tutors of each lab.
    pub tutors: usize,
    /// How long the hour takes.
    pub hour: Duration,
    /// Who comes when follows from it.
    pub seed: u64,
}

/// What a student does besides waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Waits,
    Edits,
    Cancels,
}

/// A student who asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visit {
    /// Since the beginning.
    pub(crate) asks_at: Duration,
    pub(crate) mood: Mood,
    /// How long after asking the mood takes hold.
    pub(crate) mood_after: Duration,
}

impl Plan {
    /// A faculty at the evening before a deadline.
    #[must_use]
    pub fn faculty(labs: usize, hour: Duration, seed: u64) -> Self {
        Self {
            labs,
            students: 120,
            tutors: Profile::Deadline.tutors(),
            hour,
            seed,
        }
    }

    /// Real seconds of what takes `seconds` in the hour that is played.
    pub(crate) fn scaled(&self, seconds: f64) -> Duration {
        self.hour.mul_f64(seconds / HOUR_S)
    }

    /// Those who ask in a lab, in order; each is another student.
    pub(crate) fn visits(&self, lab: usize) -> Vec<Visit> {
        let mut rng = self.rng(lab, 0);
        let mut visits = Vec::new();
        for student in Profile::Deadline.students(&mut rng) {
            #[expect(
                clippy::cast_precision_loss,
                reason = "milliseconds of a session are far fewer than what fits"
            )]
            let asks_at_s = student.asks_at_ms as f64 / 1000.0;
            if asks_at_s >= HOUR_S || visits.len() == self.students {
                break;
            }
            let mood = match rng.random::<f64>() {
                part if part < CANCELS => Mood::Cancels,
                part if part < CANCELS + EDITS => Mood::Edits,
                _ => Mood::Waits,
            };
            visits.push(Visit {
                asks_at: self.scaled(asks_at_s),
                mood,
                mood_after: self.scaled(help_s(HELP_S, &mut rng)),
            });
        }
        visits
    }

    pub(crate) fn help(&self, rng: &mut StdRng) -> Duration {
        self.scaled(help_s(HELP_S, rng))
    }

    pub(crate) fn reaction(&self, rng: &mut StdRng) -> Duration {
        self.scaled(reaction_s(rng))
    }

    /// Chance for one person of one lab.
    pub(crate) fn rng(&self, lab: usize, person: usize) -> StdRng {
        StdRng::seed_from_u64(self.seed ^ ((lab as u64) << 32) ^ (person as u64))
    }
}
