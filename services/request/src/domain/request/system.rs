//! What the platform does by itself.

use handup_contracts::Problem;
use handup_contracts::v1::types::{RequestOutcome, RequestStatus};

use super::{Command, Decision, HelpRequest, back_to_queue, changed, finish};

pub(super) fn decide(
    request: &HelpRequest,
    command: Command,
    now_ms: i64,
) -> Result<Decision, Problem> {
    match command {
        Command::ReturnToFront { place } => Ok(return_to_front(request, place)),
        Command::SendHome => Ok(send_home(request, now_ms)),
        Command::MoveTo { place } => Ok(move_to(request, place)),
        _ => Err(Problem::forbidden("Only a person may do this.")),
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

fn send_home(request: &HelpRequest, now_ms: i64) -> Decision {
    if request.status != RequestStatus::Pending {
        return Decision::Unchanged;
    }
    let mut next = request.clone();
    finish(
        &mut next,
        RequestStatus::Cancelled,
        RequestOutcome::SentHome,
        now_ms,
    );
    changed(next, "sent_home", String::new())
}

fn move_to(request: &HelpRequest, place: i64) -> Decision {
    // One that is being helped moves too: it may come back to its place.
    if request.place == place {
        return Decision::Unchanged;
    }
    let mut next = request.clone();
    next.place = place;
    changed(next, "reordered", String::new())
}
