//! What a change of a request leads to.

use handup_store::{Error, WriteTx};
use uuid::Uuid;

use crate::domain::line::{self, Change, Notice, Waiting};
use crate::domain::request::RequestState;
use crate::domain::telling::{HANDED_TO_YOU, NEAR_FRONT, QUEUE_CLOSED, Step};
use crate::domain::text;
use crate::handlers::on_queue::Arrival;
use crate::store::notifications::notification;
use crate::store::queue::{self, known_queue};
use crate::store::requests::{self, Known, Stay};

/// The student is told of the step; others are told if it brings them near the front.
pub(super) async fn take_in(
    tx: &WriteTx,
    arrival: &Arrival,
    request: &RequestState,
    known_queue: &known_queue::Model,
) -> Result<Vec<notification::Model>, Error> {
    let before = requests::find(tx, request.id).await?;
    if let Some(before) = before
        .as_ref()
        .filter(|before| before.state.version >= request.version)
    {
        let mut rows = tell_of_step(arrival, request, &before.state);
        rows.extend(tell_next_tutor(arrival, request, &before.state));
        return Ok(rows);
    }
    let stay = stay_after(request, before.as_ref(), arrival.event.revision);
    let mut rows = move_up(tx, arrival, request, before.as_ref(), stay, known_queue).await?;
    rows.extend(tell_of_step(arrival, request, request));
    rows.extend(tell_next_tutor(arrival, request, request));
    rows.extend(tell_of_closing(arrival, request, known_queue));
    Ok(rows)
}

/// The same for a request that has just entered at the end, heard of in order. Nothing, and nothing
/// done, if it is not that.
pub(super) async fn take_in_new(
    tx: &WriteTx,
    arrival: &Arrival,
    request: &RequestState,
    known_queue: &known_queue::Model,
) -> Result<Option<Vec<notification::Model>>, Error> {
    let (lab_id, revision) = (request.lab_id, arrival.event.revision);
    // All events of a queue that were handled have lower revisions than this one, so that none of
    // them was about this request.
    let heard_in_order = revision > known_queue.revision;
    let goes_on = Step::of_event(&arrival.event.name).is_some();
    if request.version != 1 || goes_on || !request.waits() || !heard_in_order {
        return Ok(None);
    }
    requests::save_new_request(tx, request, stay_after(request, None, revision));
    if queue::front_is_quiet(tx, lab_id) {
        return Ok(Some(Vec::new()));
    }
    tx.save_gathered().await?;
    let change = Change {
        request_id: request.id,
        entered: true,
        entered_further_back: false,
        revision,
    };
    tell_of_moves(tx, arrival, lab_id, &[], change)
        .await
        .map(Some)
}

fn tell_of_step(
    arrival: &Arrival,
    request: &RequestState,
    newest: &RequestState,
) -> Vec<notification::Model> {
    let step = Step::of_event(&arrival.event.name).filter(|step| step.holds(request, newest));
    let Some(step) = step else {
        return Vec::new();
    };
    let (actor, comment) = (arrival.actor_name(), &arrival.event.comment);
    request
        .students()
        .filter_map(|student| {
            let text = text::of_step(step, actor, &student.seat, comment);
            arrival.notification(student.id, step.kind(), request.id, text)
        })
        .collect()
}

/// The tutor to whom a request was handed over.
fn tell_next_tutor(
    arrival: &Arrival,
    request: &RequestState,
    newest: &RequestState,
) -> Option<notification::Model> {
    let handed_over = Step::of_event(&arrival.event.name) == Some(Step::HandedOver);
    if !handed_over || !Step::HandedOver.holds(request, newest) {
        return None;
    }
    let text = text::handed_to_you(
        arrival.actor_name(),
        &request.student.seat,
        &arrival.event.comment,
    );
    arrival.notification(request.helper_id?, HANDED_TO_YOU, request.id, text)
}

/// With several replicas, an event from just before the closing can be handled just after it.
fn tell_of_closing(
    arrival: &Arrival,
    request: &RequestState,
    known_queue: &known_queue::Model,
) -> Vec<notification::Model> {
    let closing = known_queue.state().closing_after(arrival.event.revision);
    let Some(closing) = closing.filter(|_| request.waits()) else {
        return Vec::new();
    };
    let text = text::queue_closed(&known_queue.lab_name);
    request
        .students()
        .filter(|student| closing.by != Some(student.id))
        .filter_map(|student| arrival.told(student.id, QUEUE_CLOSED, request.id, text.clone()))
        .map(|told| notification::Model {
            event_id: closing.event_id,
            ..told
        })
        .collect()
}

/// The present, or else last, stay in the queue once `request` is its newest state.
fn stay_after(request: &RequestState, before: Option<&Known>, revision: i64) -> Stay {
    let entered = request.enters_queue(before.map(|before| &before.state));
    let began = Stay {
        // Of a request that is first heard of when it has left, only the end is known.
        since_revision: if request.waits() { revision } else { 0 },
        left_revision: Stay::LASTS,
        notice: Notice::Due,
    };
    let mut stay = match before {
        Some(before) if !entered => before.stay,
        _ => began,
    };
    if !request.waits() {
        stay.left_revision = stay.left_revision.min(revision);
    }
    stay
}

/// Saves the new state and tells those who come near the front by it.
async fn move_up(
    tx: &WriteTx,
    arrival: &Arrival,
    request: &RequestState,
    before: Option<&Known>,
    stay: Stay,
    known_queue: &known_queue::Model,
) -> Result<Vec<notification::Model>, Error> {
    let (lab_id, places) = (request.lab_id, arrival.near_front_places);
    let revision = arrival.event.revision;
    let late = revision < known_queue.revision;
    let entered = request.enters_queue(before.map(|before| &before.state));
    let front_before = if late {
        requests::front(tx, lab_id, places).await?
    } else {
        Vec::new()
    };
    let entered_further_back =
        late && entered && requests::ahead_at(tx, request, revision, places).await? >= places;
    requests::save_request(tx, request, stay).await?;
    let change = Change {
        request_id: request.id,
        entered,
        entered_further_back,
        revision,
    };
    tell_of_moves(tx, arrival, lab_id, &front_before, change).await
}

/// Tells those who are near the front after `change`, and remembers who was told.
async fn tell_of_moves(
    tx: &WriteTx,
    arrival: &Arrival,
    lab_id: Uuid,
    front_before: &[Waiting],
    change: Change,
) -> Result<Vec<notification::Model>, Error> {
    let front_after = requests::front(tx, lab_id, arrival.near_front_places).await?;
    let decision = line::near_front(front_before, &front_after, change);
    if front_after.len() as u64 >= arrival.near_front_places {
        queue::note_quiet_front(tx, lab_id);
    }
    let told: Vec<_> = decision
        .tell
        .iter()
        .map(|(_, waiting)| waiting.request_id)
        .collect();
    requests::set_notice(tx, &told, Notice::Told).await?;
    requests::set_notice(tx, &decision.settle, Notice::Settled).await?;
    requests::set_notice(tx, &decision.due_again, Notice::Due).await?;
    Ok(decision
        .tell
        .into_iter()
        .flat_map(|(position, waiting)| {
            let request_id = waiting.request_id;
            waiting.students.into_iter().filter_map(move |student| {
                let text = text::near_front(position, &student.seat);
                arrival.notification(student.id, NEAR_FRONT, request_id, text)
            })
        })
        .collect())
}
