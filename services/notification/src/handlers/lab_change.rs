//! What a change of the queue itself leads to.

use handup_contracts::v1::types::Lab;
use handup_store::{Error, WriteTx};

use crate::domain::telling::{Closing, QUEUE_CLOSED};
use crate::domain::text;
use crate::handlers::on_queue::Arrival;
use crate::store::notifications::notification;
use crate::store::queue::{self, known_queue};

/// Those who wait are told when the queue closes.
pub(super) async fn take_in(
    tx: &WriteTx,
    arrival: &Arrival,
    lab: &Lab,
    known: &known_queue::Model,
) -> Result<Vec<notification::Model>, Error> {
    let revision = arrival.event.revision;
    let closing = (arrival.event.name == "closed").then_some(Closing {
        event_id: arrival.event_id,
        by: arrival.actor_id,
        version: lab.version,
        revision,
    });
    let (state, tell) = known.state().learn(lab.version, lab.queue_open, closing);
    queue::save_queue(tx, known, state, &lab.name).await?;
    if !tell {
        return Ok(Vec::new());
    }
    let waiting = queue::waiting_since_before(tx, known.lab_id, revision).await?;
    Ok(waiting
        .into_iter()
        .filter_map(|request| {
            let text = text::queue_closed(&lab.name);
            arrival.notification(request.student_id, QUEUE_CLOSED, request.id, text)
        })
        .collect())
}
