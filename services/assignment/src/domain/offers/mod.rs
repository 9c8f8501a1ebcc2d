//! The offer engine: who is asked to take which request, for any desk.
//!
//! A request needs `wanted` helpers and has `committed` ones. Helpers are asked in waves, each with
//! a deadline; [`plan()`] looks at all facts of one desk at one moment and says what has to change,
//! so that it does not matter which event made somebody look, nor how often. What makes one desk
//! differ from another (who suits, who comes first, how many are asked at once and for how long) is
//! behind the trait [`Desk`].

mod answer;
mod lab_desk;
mod plan;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use uuid::Uuid;

pub use answer::{Answer, Answered, answer, reason};
pub use lab_desk::{LabDesk, LabNeed, LabRules, LabTutor};
pub use plan::{Action, Plan, Proposal, plan};

/// A request, as far as offers need it.
#[derive(Debug, Clone, PartialEq)]
pub struct Need<N> {
    /// Id of the request.
    pub id: Uuid,
    /// A smaller one is served first.
    pub place: i64,
    /// Helpers needed.
    pub wanted: usize,
    /// Helpers who have it, as the service that owns the request has said.
    pub committed: usize,
    /// Why nobody is needed any more, if so: it has ended.
    pub ended: Option<String>,
    /// Who has it, to be named to those who come too late.
    pub taken_by: Option<String>,
    /// What the desk knows of it.
    pub detail: N,
}

/// Somebody who could be asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Helper<H> {
    /// Account id.
    pub id: Uuid,
    /// Offers in a row that this helper has let pass.
    pub missed: u32,
    /// What the desk knows of them.
    pub detail: H,
}

/// Where an offer stands, as far as the future depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferState {
    /// Waits for an answer.
    Sent,
    /// The helper has said yes, and the service that owns the request has not confirmed it yet.
    Claiming,
    /// A surplus yes.
    Standby,
    /// The helper has said no or nothing.
    Refused,
}

/// An offer made before. Those that are settled in another way are not needed.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Its id.
    pub id: Uuid,
    /// The request.
    pub need_id: Uuid,
    /// Who is asked.
    pub helper_id: Uuid,
    /// Where it stands.
    pub state: OfferState,
    /// 1 for the first asked, one more for each round after it.
    pub wave: i32,
    /// UTC milliseconds.
    pub sent_at_ms: i64,
    /// When it lapses, UTC milliseconds.
    pub expires_at_ms: i64,
    /// When it was answered or lapsed, UTC milliseconds; 0 for not yet.
    pub ended_at_ms: i64,
}

/// All that is known at one moment.
#[derive(Debug, Clone)]
pub struct Facts<N, H> {
    /// Requests that need helpers, and those that open offers are about.
    pub needs: Vec<Need<N>>,
    /// Everybody who could be asked.
    pub helpers: Vec<Helper<H>>,
    /// Offers about these requests.
    pub offers: Vec<Offer>,
}

/// Whether a helper can be asked about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// Yes.
    Ask,
    /// Is not asked anew, but an offer made before stands until then (UTC milliseconds).
    KeepUntil(i64),
    /// No, and why, as people may read it.
    No(String),
}

/// One reason why a helper comes before another; a smaller value comes first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Machine name.
    pub name: &'static str,
    /// Its unit depends on the name.
    pub value: f64,
}

/// Why a helper comes before another: the first part that differs decides.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Score(pub Vec<Part>);

impl Score {
    /// Which of two helpers comes first.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        self.0
            .iter()
            .zip(&other.0)
            .map(|(mine, others)| mine.value.total_cmp(&others.value))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

/// What makes one desk differ from another.
pub trait Desk {
    /// What it knows of a request.
    type Need;
    /// What it knows of a helper.
    type Helper;

    /// Why nobody is asked now, as people may read it; nothing if offers are made.
    fn halted(&self) -> Option<String>;

    /// From when the request can be given to somebody, UTC milliseconds; the past for at once.
    fn callable_at_ms(&self, need: &Need<Self::Need>) -> i64;

    /// Whether `helper` can be asked about `need` in this wave: later waves may ask wider circles.
    fn fit(
        &self,
        need: &Need<Self::Need>,
        helper: &Helper<Self::Helper>,
        wave: i32,
        now_ms: i64,
    ) -> Fit;

    /// What decides between helpers who suit.
    fn score(&self, need: &Need<Self::Need>, helper: &Helper<Self::Helper>, now_ms: i64) -> Score;

    /// How many are asked at once where `missing` helpers are missing.
    fn wave_size(&self, need: &Need<Self::Need>, missing: usize, wave: i32) -> usize;

    /// How long an offer of this wave waits for an answer, in milliseconds.
    fn answer_ms(&self, need: &Need<Self::Need>, wave: i32) -> i64;

    /// How long who has said no or nothing is left alone with the same request, in milliseconds.
    fn rest_ms(&self) -> i64;

    /// How many offers in a row somebody may let pass before they count as away.
    fn misses_allowed(&self) -> u32;
}
