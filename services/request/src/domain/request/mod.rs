//! The life of a request: a state machine without clock, database or randomness.

mod companion;
mod owner;
mod staff;
mod system;

use handup_contracts::Problem;
use handup_contracts::v1::types::{RequestOutcome, RequestStatus};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::fields::Question;

pub use companion::{Companion, successor};

/// A person, as far as a request needs to know them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Account id.
    pub id: Uuid,
    /// Name to show.
    pub name: String,
}

/// A help request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpRequest {
    /// Its id.
    pub id: Uuid,
    /// Organisation of the lab.
    pub organisation_id: Uuid,
    /// Lab in whose queue it is.
    pub lab_id: Uuid,
    /// Who asks.
    pub student: Party,
    /// Who helps or has helped; nobody while it waits.
    pub helper: Option<Party>,
    /// Where it stands.
    pub status: RequestStatus,
    /// How it ended.
    pub outcome: RequestOutcome,
    /// What the student wrote.
    pub question: Question,
    /// Order in the queue: smaller is served earlier.
    pub place: i64,
    /// The tutor's note.
    pub note: String,
    /// How often it came back to the queue.
    pub put_backs: i32,
    /// When it was asked, UTC milliseconds.
    pub created_at_ms: i64,
    /// The latest acceptance; 0 for none.
    pub accepted_at_ms: i64,
    /// The first acceptance; 0 for none.
    pub first_accepted_at_ms: i64,
    /// When it ended; 0 for not yet.
    pub finished_at_ms: i64,
    /// Counts the changes, from 1.
    pub version: i64,
    /// The student is away until then and keeps the place; 0 or past: can be called.
    pub held_until_ms: i64,
    /// When the hold began that runs now or ran last, UTC milliseconds.
    pub held_from_ms: i64,
    /// How long the place was held before that, in milliseconds.
    pub held_ms: i64,
    /// How often the student was helped before in the session of asking.
    pub helped_before: i32,
    /// Who has the same problem and waits with it, in the order of joining.
    pub companions: Vec<Companion>,
}

/// What somebody wants to happen to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The student words it anew while it waits.
    Edit(Question),
    /// The student gives it up.
    Cancel,
    /// The student has found the answer.
    Resolve,
    /// The student is away for a while and keeps the place.
    Hold {
        /// For how long, in seconds.
        seconds: i32,
        /// How long one request may be held in all, in seconds.
        limit_s: i32,
    },
    /// The student is back.
    Release,
    /// Another student has the same problem.
    Join {
        /// Where that student sits.
        seat: String,
    },
    /// One who has joined does not need the help any more.
    Leave,
    /// A tutor takes it.
    Accept {
        /// Whether the tutor was offered it.
        by_offer: bool,
    },
    /// The tutor has helped.
    Complete {
        /// What was done; may be empty.
        note: String,
        /// Replaces the topic where not empty.
        topic: String,
    },
    /// The tutor was there and the student was not.
    ReportNotFound,
    /// The tutor gives it back; it keeps its place.
    PutBack {
        /// Why; may be empty.
        reason: String,
    },
    /// The tutor takes back having ended it.
    Undo {
        /// Where it stands should it go back to the queue: a place that no other open one has.
        place: i64,
    },
    /// Staff let somebody go first; it goes to `place`, before all others.
    MoveFirst {
        /// A place smaller than all open ones.
        place: i64,
        /// Why; may be empty.
        reason: String,
    },
    /// Another tutor takes it over from the one who helps.
    HandOver {
        /// Who.
        to: Party,
        /// What the other should know; may be empty.
        note: String,
    },
    /// The queue has closed for good while it waited.
    SendHome,
    /// The order of the queue has changed.
    MoveTo {
        /// Its place from now on.
        place: i64,
    },
    /// The tutor has vanished; it goes to `place`, before all others.
    ReturnToFront {
        /// A place smaller than all open ones.
        place: i64,
    },
}

/// In which capacity somebody acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// The student who asked.
    Owner,
    /// Another student of the lab.
    Classmate(Party),
    /// A tutor or manager of the lab.
    Staff {
        /// Who.
        party: Party,
        /// Managers may act on what another tutor holds.
        manager: bool,
    },
    /// The platform itself.
    System,
}

/// What a command leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is already so: the answer to a repeated call. No event.
    Unchanged,
    /// The new state, and what happened.
    Changed {
        /// The request afterwards, with its version one higher.
        request: Box<HelpRequest>,
        /// Name of the event.
        event: &'static str,
        /// What people may read about this step.
        comment: String,
    },
}

impl HelpRequest {
    /// Whether it still waits or is being helped.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(
            self.status,
            RequestStatus::Pending | RequestStatus::InProgress
        )
    }

    /// Whether a tutor may be sent there: it waits, and the student is not away.
    #[must_use]
    pub fn can_be_called(&self, now_ms: i64) -> bool {
        self.status == RequestStatus::Pending && self.held_until_ms <= now_ms
    }

    /// Who asked this, then who joined it.
    pub fn students(&self) -> impl Iterator<Item = &Party> {
        let joined = self.companions.iter().map(|other| &other.student);
        std::iter::once(&self.student).chain(joined)
    }

    /// Whether the account `id` asked this or has joined it.
    #[must_use]
    pub fn is_of(&self, id: Uuid) -> bool {
        self.students().any(|student| student.id == id)
    }

    /// How long the place has been held in all, in milliseconds, with the hold that runs now.
    #[must_use]
    pub fn held_so_far_ms(&self, now_ms: i64) -> i64 {
        self.held_ms + (self.held_until_ms.min(now_ms) - self.held_from_ms).max(0)
    }
}

/// How long the end of a request can be taken back, in milliseconds.
pub const UNDO_MS: i64 = 60_000;

/// Decides what `command` by `by` leads to.
///
/// # Errors
/// If the state or the capacity does not allow it; a lost race names the winner.
pub fn decide(
    request: &HelpRequest,
    command: Command,
    by: &By,
    now_ms: i64,
) -> Result<Decision, Problem> {
    if let (By::Staff { party, manager }, Command::Undo { place }) = (by, &command) {
        return staff::undo(request, party, *manager, *place, now_ms);
    }
    if !request.is_open() {
        return Err(already_finished(request));
    }
    match (by, command) {
        (By::Owner, command) => owner::decide(request, command, now_ms),
        (By::Classmate(party), command) => companion::decide(request, command, party, now_ms),
        (By::Staff { party, manager }, command) => {
            staff::decide(request, command, party, *manager, now_ms)
        }
        (By::System, command) => system::decide(request, command, now_ms),
    }
}

fn changed(mut next: HelpRequest, event: &'static str, comment: String) -> Decision {
    next.version += 1;
    Decision::Changed {
        request: Box::new(next),
        event,
        comment,
    }
}

fn finish(request: &mut HelpRequest, status: RequestStatus, outcome: RequestOutcome, now_ms: i64) {
    request.status = status;
    request.outcome = outcome;
    request.finished_at_ms = now_ms;
}

fn back_to_queue(request: &mut HelpRequest) {
    request.status = RequestStatus::Pending;
    request.helper = None;
    request.put_backs += 1;
}

fn already_helped(helper: &Party) -> Problem {
    Problem::conflict(format!(
        "{} is already helping with this request.",
        helper.name
    ))
    .with_winner(helper.name.clone())
}

fn already_finished(request: &HelpRequest) -> Problem {
    match (&request.helper, request.outcome) {
        (Some(helper), RequestOutcome::Helped) => Problem::conflict(format!(
            "{} has already completed this request.",
            helper.name
        ))
        .with_winner(helper.name.clone()),
        (_, RequestOutcome::NotFound) => Problem::conflict(
            "This request has ended because the tutor could not find the student.",
        ),
        (_, RequestOutcome::SentHome) => {
            Problem::conflict("This request has ended because the queue closed before its turn.")
        }
        (_, RequestOutcome::ResolvedAlone) => {
            Problem::conflict("This request has already been resolved.")
        }
        _ => Problem::conflict("This request has already been cancelled."),
    }
}

#[cfg(test)]
pub(in crate::domain) mod tests;
