//! Students with the same problem: they wait with one request, and one visit serves all.

use handup_contracts::Problem;
use handup_contracts::v1::types::RequestStatus;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Command, Decision, HelpRequest, Party, changed};

/// The most who can join one request: a tutor speaks to a group, not to a class.
const MOST: usize = 9;

/// A student who has joined another's request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Companion {
    /// Who.
    pub student: Party,
    /// PC number, as written on the seat.
    pub seat: String,
    /// When, UTC milliseconds.
    pub joined_at_ms: i64,
}

pub(super) fn decide(
    request: &HelpRequest,
    command: Command,
    party: &Party,
    now_ms: i64,
) -> Result<Decision, Problem> {
    match command {
        Command::Join { seat } => join(request, party, seat, now_ms),
        Command::Leave => Ok(leave(request, party)),
        _ => Err(Problem::forbidden(
            "Only the student who asked may do this.",
        )),
    }
}

fn join(
    request: &HelpRequest,
    party: &Party,
    seat: String,
    now_ms: i64,
) -> Result<Decision, Problem> {
    if request.is_of(party.id) {
        // The answer to a call that was repeated because its first answer was lost.
        return Ok(Decision::Unchanged);
    }
    let refusal = if !request.question.shared {
        "This student waits alone."
    } else if request.status != RequestStatus::Pending {
        "A tutor is already on the way; please ask for help yourself."
    } else if request.held_until_ms > now_ms {
        "This student is away for a moment; please ask for help yourself."
    } else if request.companions.len() >= MOST {
        "There are as many as one visit can serve; please ask for help yourself."
    } else {
        let mut next = request.clone();
        next.companions.push(Companion {
            student: party.clone(),
            seat,
            joined_at_ms: now_ms,
        });
        return Ok(changed(next, "joined", String::new()));
    };
    Err(Problem::conflict(refusal))
}

fn leave(request: &HelpRequest, party: &Party) -> Decision {
    let mut next = request.clone();
    next.companions.retain(|other| other.student.id != party.id);
    if next.companions.len() == request.companions.len() {
        return Decision::Unchanged;
    }
    changed(next, "left", String::new())
}

/// The request that goes on where the student who asked `request` has given it up: of the first
/// who joined, with the same place and whatever help is on the way. Nothing if nobody had joined.
#[must_use]
pub fn successor(request: &HelpRequest, id: Uuid) -> Option<HelpRequest> {
    let (first, others) = request.companions.split_first()?;
    let mut next = request.clone();
    next.id = id;
    next.student = first.student.clone();
    next.question.seat.clone_from(&first.seat);
    next.companions = others.to_vec();
    next.created_at_ms = first.joined_at_ms;
    next.version = 1;
    // Times of a hold are those of the student who was away.
    next.held_from_ms = 0;
    next.held_until_ms = 0;
    next.held_ms = 0;
    Some(next)
}
