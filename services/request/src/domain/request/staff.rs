//! What tutors and managers of the lab may do.

use handup_contracts::Problem;
use handup_contracts::v1::types::{RequestOutcome, RequestStatus};

use super::{
    Command, Decision, HelpRequest, Party, UNDO_MS, already_finished, already_helped,
    back_to_queue, changed, finish,
};

pub(super) fn decide(
    request: &HelpRequest,
    command: Command,
    party: &Party,
    manager: bool,
    now_ms: i64,
) -> Result<Decision, Problem> {
    match command {
        Command::Accept { .. } => accept(request, party, now_ms),
        Command::MoveFirst { place, reason } => move_first(request, place, reason),
        Command::HandOver { to, note } => {
            holds(request, party, manager)?;
            Ok(hand_over(request, to, note, now_ms))
        }
        command
        @ (Command::Complete { .. } | Command::ReportNotFound | Command::PutBack { .. }) => {
            holds(request, party, manager)?;
            Ok(decide_for_holder(request, command, now_ms))
        }
        _ => Err(Problem::forbidden(
            "Only the student who asked may do this.",
        )),
    }
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

/// Help begins anew with another tutor.
fn hand_over(request: &HelpRequest, to: Party, note: String, now_ms: i64) -> Decision {
    if request.helper.as_ref().is_some_and(|now| now.id == to.id) {
        return Decision::Unchanged;
    }
    let mut next = request.clone();
    next.helper = Some(to);
    next.accepted_at_ms = now_ms;
    changed(next, "handed_over", note)
}

/// Whether `party` may act on a request as the one who helps.
fn holds(request: &HelpRequest, party: &Party, manager: bool) -> Result<(), Problem> {
    match &request.helper {
        None => Err(Problem::conflict("Nobody has accepted this request yet.")),
        Some(helper) if helper.id == party.id || manager => Ok(()),
        Some(helper) => Err(already_helped(helper)),
    }
}

fn move_first(request: &HelpRequest, place: i64, reason: String) -> Result<Decision, Problem> {
    if let Some(helper) = &request.helper {
        return Err(already_helped(helper));
    }
    let mut next = request.clone();
    next.place = place;
    Ok(changed(next, "moved_first", reason))
}

/// Takes back that the request was ended, for a minute.
pub(super) fn undo(
    request: &HelpRequest,
    party: &Party,
    manager: bool,
    place: i64,
    now_ms: i64,
) -> Result<Decision, Problem> {
    let ended_by_tutor = matches!(
        request.outcome,
        RequestOutcome::Helped | RequestOutcome::NotFound
    );
    let Some(helper) = request.helper.as_ref().filter(|_| ended_by_tutor) else {
        return Err(if request.is_open() {
            Problem::conflict("There is nothing to take back: the request is open.")
        } else {
            already_finished(request)
        });
    };
    if helper.id != party.id && !manager {
        return Err(already_helped(helper));
    }
    if now_ms - request.finished_at_ms > UNDO_MS {
        return Err(Problem::conflict(
            "This can be taken back for a minute only.",
        ));
    }
    let mut next = request.clone();
    next.status = RequestStatus::InProgress;
    next.outcome = RequestOutcome::Unspecified;
    next.finished_at_ms = 0;
    next.place = place;
    next.note.clear();
    Ok(changed(next, "reopened", String::new()))
}
