//! The lab desk: one tutor for a request, asked one after the other, shared out fairly.

use handup_contracts::v1::types::AssignmentMode;

use super::{Desk, Fit, Helper, Need, Part, Score};
use crate::domain::seat_map::SeatMap;
use crate::domain::share::Share;

/// How long an offer stands though the tutor's connection is gone, in milliseconds: a page that is
/// loaded anew is back by then.
const PATIENCE_MS: i64 = 6_000;
/// How long a tutor who said no or nothing is left alone with the same request, in milliseconds.
const REST_MS: i64 = 60_000;
/// Offers in a row that a tutor may let pass before they count as away.
const MISSES: u32 = 2;
/// Loads within one step of this are taken for equal where a shorter way can be had for it.
const ABOUT_THE_SAME: f64 = 0.1;

/// A lab's rules about offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabRules {
    /// Who looks for whom.
    pub mode: AssignmentMode,
    /// Whether the tutors take a break.
    pub paused: bool,
    /// How long an offer waits for an answer, in milliseconds.
    pub answer_ms: i64,
    /// Where the seats stand.
    pub seats: SeatMap,
}

/// What the lab knows of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabNeed {
    /// The student is away until then and keeps the place; UTC milliseconds, 0 for not.
    pub held_until_ms: i64,
    /// PC number.
    pub seat: String,
}

/// What the lab knows of a tutor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabTutor {
    /// The tutor's own switch.
    pub switched_on: bool,
    /// Whether the tutor has a live connection.
    pub present: bool,
    /// When the last connection ended, UTC milliseconds; means nothing while there is one.
    pub absent_since_ms: i64,
    /// Whether the tutor helps somebody in this lab.
    pub helping: bool,
    /// Help and time at work in this session, counted up to now.
    pub share: Share,
    /// When the last offer was made, UTC milliseconds; 0 for never.
    pub last_offer_ms: i64,
    /// PC at which the tutor helped last in this session, if so.
    pub seat: Option<String>,
}

/// The lab desk under one lab's rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabDesk {
    rules: LabRules,
}

impl LabDesk {
    /// A desk under `rules`.
    #[must_use]
    pub fn new(rules: LabRules) -> Self {
        Self { rules }
    }
}

impl Desk for LabDesk {
    type Need = LabNeed;
    type Helper = LabTutor;

    fn halted(&self) -> Option<String> {
        if self.rules.mode == AssignmentMode::Pull || self.rules.mode == AssignmentMode::Unspecified
        {
            Some("In this lab tutors now pick requests themselves.".to_owned())
        } else if self.rules.paused {
            Some("The queue was paused.".to_owned())
        } else {
            None
        }
    }

    fn callable_at_ms(&self, need: &Need<LabNeed>) -> i64 {
        need.detail.held_until_ms
    }

    fn fit(&self, _: &Need<LabNeed>, tutor: &Helper<LabTutor>, _wave: i32, now_ms: i64) -> Fit {
        let tutor = &tutor.detail;
        if !tutor.switched_on {
            return Fit::No("The tutor is away.".to_owned());
        }
        if tutor.helping {
            return Fit::No("The tutor helps somebody else.".to_owned());
        }
        let patient_until = tutor.absent_since_ms + PATIENCE_MS;
        if tutor.present {
            Fit::Ask
        } else if patient_until > now_ms {
            Fit::KeepUntil(patient_until)
        } else {
            Fit::No("The tutor's connection was lost.".to_owned())
        }
    }

    /// Who has carried the least help for the time at work; then who was asked longest ago. On a
    /// map of the room, among those who have carried about the same, who is nearest comes first.
    fn score(&self, need: &Need<LabNeed>, tutor: &Helper<LabTutor>, now_ms: i64) -> Score {
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds of this century fit into a float"
        )]
        let asked_ago_s = (now_ms - tutor.detail.last_offer_ms) as f64 / 1000.0;
        let load = tutor.detail.share.load();
        // Seconds since the last offer, negative because longer is better.
        let last_offer = ("last_offer", -asked_ago_s);
        let seat = tutor.detail.seat.as_deref();
        let parts = match self.rules.seats.distance(seat, &need.detail.seat) {
            Some(steps) => vec![
                ("load", (load / ABOUT_THE_SAME).floor() * ABOUT_THE_SAME),
                ("distance", f64::from(steps)),
                last_offer,
            ],
            None => vec![("load", load), last_offer],
        };
        let part = |(name, value)| Part { name, value };
        Score(parts.into_iter().map(part).collect())
    }

    fn wave_size(&self, _: &Need<LabNeed>, missing: usize, _wave: i32) -> usize {
        missing.min(1)
    }

    fn answer_ms(&self, _: &Need<LabNeed>, _wave: i32) -> i64 {
        self.rules.answer_ms
    }

    fn rest_ms(&self) -> i64 {
        REST_MS
    }

    fn misses_allowed(&self) -> u32 {
        MISSES
    }
}

#[cfg(test)]
mod tests;
