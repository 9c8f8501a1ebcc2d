//! What the student who asked may do.

use handup_contracts::Problem;
use handup_contracts::v1::types::{RequestOutcome, RequestStatus};

use super::{Command, Decision, HelpRequest, changed, finish};
use crate::domain::claim::duration;

/// Shortest time to hold a place, in seconds.
const SHORTEST_HOLD_S: i32 = 30;

pub(super) fn decide(
    request: &HelpRequest,
    command: Command,
    now_ms: i64,
) -> Result<Decision, Problem> {
    let mut next = request.clone();
    let event = match command {
        Command::Edit(question) => {
            waits(request)?;
            if request.question == question {
                return Ok(Decision::Unchanged);
            }
            next.question = question;
            "edited"
        }
        Command::Hold { seconds, limit_s } => {
            waits(request)?;
            alone(request)?;
            hold(&mut next, seconds, limit_s, now_ms)?;
            "held"
        }
        Command::Release => {
            waits(request)?;
            if request.held_until_ms <= now_ms {
                return Ok(Decision::Unchanged);
            }
            next.held_until_ms = now_ms;
            "released"
        }
        Command::Resolve => {
            next.companions.clear();
            finish(
                &mut next,
                RequestStatus::Completed,
                RequestOutcome::ResolvedAlone,
                now_ms,
            );
            "resolved"
        }
        Command::Cancel => {
            next.companions.clear();
            finish(
                &mut next,
                RequestStatus::Cancelled,
                RequestOutcome::Withdrawn,
                now_ms,
            );
            "cancelled"
        }
        _ => return Err(Problem::forbidden("Only a tutor of this lab may do this.")),
    };
    Ok(changed(next, event, String::new()))
}

/// Who has joined would wait for somebody who is away.
fn alone(request: &HelpRequest) -> Result<(), Problem> {
    if request.companions.is_empty() {
        Ok(())
    } else {
        Err(Problem::conflict(
            "Others wait with you, so that this place can't be held.",
        ))
    }
}

fn waits(request: &HelpRequest) -> Result<(), Problem> {
    if request.status == RequestStatus::Pending {
        Ok(())
    } else {
        Err(Problem::conflict(
            "A tutor is already on the way; tell them what has changed.",
        ))
    }
}

/// Begins a hold, or sets the end of the one that runs anew, within what the lab allows in all.
fn hold(request: &mut HelpRequest, seconds: i32, limit_s: i32, now_ms: i64) -> Result<(), Problem> {
    if limit_s == 0 {
        return Err(Problem::conflict("In this lab places can't be held."));
    }
    let used_ms = request.held_so_far_ms(now_ms);
    let left_s = (i64::from(limit_s) - (used_ms + 999) / 1000).max(0);
    if left_s < i64::from(SHORTEST_HOLD_S) {
        return Err(Problem::conflict(
            "You have held this place for as long as the lab allows.",
        ));
    }
    if !(i64::from(SHORTEST_HOLD_S)..=left_s).contains(&i64::from(seconds)) {
        return Err(Problem::invalid(
            "seconds",
            format!(
                "You can hold your place for {SHORTEST_HOLD_S} seconds to {}.",
                duration(left_s)
            ),
        ));
    }
    request.held_ms = used_ms;
    request.held_from_ms = now_ms;
    request.held_until_ms = now_ms + i64::from(seconds) * 1000;
    Ok(())
}
