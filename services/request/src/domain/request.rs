//! The life of a request: a state machine without clock, database or randomness.

use handup_contracts::Problem;
use handup_contracts::v1::types::{RequestOutcome, RequestStatus};
use uuid::Uuid;

use crate::domain::fields::Question;

/// A person, as far as a request needs to know them.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// A tutor takes it.
    Accept,
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
}

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
    if !request.is_open() {
        return Err(already_finished(request));
    }
    match (by, command) {
        (By::Owner, command @ (Command::Edit(_) | Command::Cancel | Command::Resolve)) => {
            decide_for_owner(request, command, now_ms)
        }
        (By::Staff { party, .. }, Command::Accept) => accept(request, party, now_ms),
        (
            By::Staff { party, manager },
            command
            @ (Command::Complete { .. } | Command::ReportNotFound | Command::PutBack { .. }),
        ) => {
            holds(request, party, *manager)?;
            Ok(decide_for_holder(request, command, now_ms))
        }
        (By::System, Command::ReturnToFront { place }) => Ok(return_to_front(request, place)),
        (By::Owner, _) => Err(Problem::forbidden("Only a tutor of this lab may do this.")),
        (By::Staff { .. }, _) => Err(Problem::forbidden(
            "Only the student who asked may do this.",
        )),
        (By::System, _) => Err(Problem::forbidden("Only a person may do this.")),
    }
}

fn decide_for_owner(
    request: &HelpRequest,
    command: Command,
    now_ms: i64,
) -> Result<Decision, Problem> {
    let mut next = request.clone();
    let event = match command {
        Command::Edit(question) => {
            if request.status != RequestStatus::Pending {
                return Err(Problem::conflict(
                    "A tutor is already on the way; tell them what has changed.",
                ));
            }
            if request.question == question {
                return Ok(Decision::Unchanged);
            }
            next.question = question;
            "edited"
        }
        Command::Resolve => {
            finish(
                &mut next,
                RequestStatus::Completed,
                RequestOutcome::ResolvedAlone,
                now_ms,
            );
            "resolved"
        }
        _ => {
            finish(
                &mut next,
                RequestStatus::Cancelled,
                RequestOutcome::Withdrawn,
                now_ms,
            );
            "cancelled"
        }
    };
    Ok(changed(next, event, String::new()))
}

fn accept(request: &HelpRequest, party: &Party, now_ms: i64) -> Result<Decision, Problem> {
    match &request.helper {
        // The answer to a call that was repeated because its first answer was lost.
        Some(helper) if helper.id == party.id => Ok(Decision::Unchanged),
        Some(helper) => Err(already_helped(helper)),
        None => {
            let mut next = request.clone();
            next.status = RequestStatus::InProgress;
            next.helper = Some(party.clone());
            next.accepted_at_ms = now_ms;
            if next.first_accepted_at_ms == 0 {
                next.first_accepted_at_ms = now_ms;
            }
            Ok(changed(next, "accepted", String::new()))
        }
    }
}

fn decide_for_holder(request: &HelpRequest, command: Command, now_ms: i64) -> Decision {
    let mut next = request.clone();
    match command {
        Command::Complete { note, topic } => {
            finish(
                &mut next,
                RequestStatus::Completed,
                RequestOutcome::Helped,
                now_ms,
            );
            if !topic.is_empty() {
                next.question.topic = topic;
            }
            next.note.clone_from(&note);
            changed(next, "completed", note)
        }
        Command::PutBack { reason } => {
            back_to_queue(&mut next);
            changed(next, "put_back", reason)
        }
        _ => {
            finish(
                &mut next,
                RequestStatus::Cancelled,
                RequestOutcome::NotFound,
                now_ms,
            );
            changed(next, "not_found", String::new())
        }
    }
}

fn return_to_front(request: &HelpRequest, place: i64) -> Decision {
    if request.status != RequestStatus::InProgress {
        return Decision::Unchanged;
    }
    let mut next = request.clone();
    back_to_queue(&mut next);
    next.place = place;
    changed(next, "returned", String::new())
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

/// Whether `party` may act on a request as the one who helps.
fn holds(request: &HelpRequest, party: &Party, manager: bool) -> Result<(), Problem> {
    match &request.helper {
        None => Err(Problem::conflict("Nobody has accepted this request yet.")),
        Some(helper) if helper.id == party.id || manager => Ok(()),
        Some(helper) => Err(already_helped(helper)),
    }
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
        (_, RequestOutcome::ResolvedAlone) => {
            Problem::conflict("This request has already been resolved.")
        }
        _ => Problem::conflict("This request has already been cancelled."),
    }
}

#[cfg(test)]
mod tests;
