//! What a change of the queue itself leads to.

use handup_contracts::v1::types::Lab;
use handup_store::{Error, WriteTx};

use crate::domain::telling::{Closing, QUEUE_ANNOUNCED, QUEUE_CLOSED, QUEUE_PAUSED, QUEUE_RESUMED};
use crate::domain::text;
use crate::handlers::on_queue::Arrival;
use crate::store::notifications::notification;
use crate::store::queue::{self, known_queue};
use crate::store::requests;

/// Those who wait are told when the queue closes, pauses or goes on, and what staff say to them.
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
    let (kind, text) = match arrival.event.name.as_str() {
        "closed" if tell => (QUEUE_CLOSED, text::queue_closed(&lab.name)),
        // Words stay said, whatever has happened since.
        "announced" => {
            let (by, words) = (arrival.actor_name(), &arrival.event.comment);
            (QUEUE_ANNOUNCED, text::announced(&lab.name, by, words))
        }
        // Of an older state there is nothing to say any more.
        _ if lab.version < state.version => return Ok(Vec::new()),
        "paused" => (QUEUE_PAUSED, text::queue_paused(&lab.name)),
        "resumed" => (QUEUE_RESUMED, text::queue_resumed(&lab.name)),
        _ => return Ok(Vec::new()),
    };
    let waiting = requests::waiting_since_before(tx, known.lab_id, revision).await?;
    Ok(waiting
        .iter()
        .flat_map(|request| request.students().map(|student| (request.id, student.id)))
        .filter_map(|(request_id, student_id)| {
            arrival.notification(student_id, kind, request_id, text.clone())
        })
        .collect())
}
