//! From rows and domain types to messages.

use handup_contracts::v1::events::Event;
use handup_contracts::v1::request::{HistoryEntry, LabView};
use handup_contracts::v1::types::{Companion, Request, Role};
use handup_store::Error;

use crate::domain::request::{self, HelpRequest};
use crate::store::labs::LabRow;

pub(super) fn request(request: &HelpRequest) -> Request {
    let (helper_id, helper_name) = request
        .helper
        .as_ref()
        .map(|helper| (helper.id.to_string(), helper.name.clone()))
        .unwrap_or_default();
    Request {
        id: request.id.to_string(),
        organisation_id: request.organisation_id.to_string(),
        lab_id: request.lab_id.to_string(),
        student_id: request.student.id.to_string(),
        student_name: request.student.name.clone(),
        helper_id,
        helper_name,
        status: request.status.into(),
        outcome: request.outcome.into(),
        seat: request.question.seat.clone(),
        description: request.question.description.clone(),
        topic: request.question.topic.clone(),
        place: request.place,
        note: request.note.clone(),
        put_backs: request.put_backs,
        created_at_ms: request.created_at_ms,
        accepted_at_ms: request.accepted_at_ms,
        first_accepted_at_ms: request.first_accepted_at_ms,
        finished_at_ms: request.finished_at_ms,
        version: request.version,
        helped_before: request.helped_before,
        held_until_ms: request.held_until_ms,
        held_ms: request.held_ms + request.held_until_ms - request.held_from_ms,
        shared: request.question.shared,
        companions: request.companions.iter().map(companion).collect(),
    }
}

fn companion(companion: &request::Companion) -> Companion {
    Companion {
        student_id: companion.student.id.to_string(),
        student_name: companion.student.name.clone(),
        seat: companion.seat.clone(),
        joined_at_ms: companion.joined_at_ms,
    }
}

/// A lab as somebody with `role` sees it; `counts` are those who wait and those being helped.
pub(super) fn lab_view(lab: &LabRow, role: Role, counts: (i32, i32)) -> Result<LabView, Error> {
    Ok(LabView {
        lab: Some(lab.message()?),
        role: role.into(),
        waiting: counts.0,
        in_progress: counts.1,
    })
}

/// One step in the life of a request or a lab.
pub(super) fn history_entry(event: Event) -> HistoryEntry {
    let actor = event.actor.unwrap_or_default();
    HistoryEntry {
        what: event.name,
        at_ms: event.occurred_at_ms,
        actor_id: actor.id,
        actor_name: actor.name,
        comment: event.comment,
    }
}
