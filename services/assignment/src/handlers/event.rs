//! Parts of this service's events.

use handup_contracts::events::DESK_LAB;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::events::{Actor, ActorKind, Event};
use handup_runtime::ids;
use handup_store::Error;
use uuid::Uuid;

use crate::store::offers::OfferRow;
use crate::store::tutors::TutorRow;

/// Who acts where nobody else does.
pub(crate) fn platform() -> Actor {
    Actor {
        kind: ActorKind::Service.into(),
        id: crate::NAME.to_owned(),
        name: "Handup".to_owned(),
    }
}

/// Something happened to a tutor's availability.
pub(crate) fn availability(
    id: Uuid,
    name: &str,
    row: &TutorRow,
    actor: Actor,
    now_ms: i64,
) -> Event {
    Event {
        id: id.to_string(),
        occurred_at_ms: now_ms,
        actor: Some(actor),
        desk: DESK_LAB.to_owned(),
        scope_id: row.lab_id.to_string(),
        aggregate: "availability".to_owned(),
        aggregate_id: row.id.to_string(),
        name: name.to_owned(),
        version: row.version,
        revision: 0,
        comment: String::new(),
        state: Some(State::Availability(row.message())),
    }
}

/// Something happened to an offer. Its id is made here: if the transaction runs again, nothing is
/// left of the first time.
pub(crate) fn offer(name: &str, row: &OfferRow, actor: Actor, now_ms: i64) -> Result<Event, Error> {
    Ok(Event {
        id: ids::new_id().to_string(),
        occurred_at_ms: now_ms,
        actor: Some(actor),
        desk: DESK_LAB.to_owned(),
        scope_id: row.lab_id.to_string(),
        aggregate: "offer".to_owned(),
        aggregate_id: row.id.to_string(),
        name: name.to_owned(),
        version: row.version,
        revision: 0,
        comment: row.reason.clone(),
        state: Some(State::Offer(row.message()?)),
    })
}
