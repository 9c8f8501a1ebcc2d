//! A tutor takes whoever is next. The queue is asked of the service that owns it, and the claim is
//! made there: for the first in the order, or else for the first of the others that still waits, so
//! that tutors who all press at once don't ask again and again.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::v1::assignment::{TakeNextReply, TakeNextRequest};
use handup_contracts::v1::request::{AcceptRequest, GetQueueRequest, QueueReply, methods};
use handup_contracts::v1::types::{Request, RequestStatus};
use handup_contracts::{Code, Problem};

use crate::App;
use crate::domain::next::{self, Waiting};
use crate::handlers::staff;

/// How many one claim names beside the first: as many as tutors may press in the same moment.
const MOST_OTHERS: usize = 64;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<TakeNextRequest>,
) -> Result<TakeNextReply, Problem> {
    let (person, lab_id) = staff(&app, &call.caller, &call.input.lab_id).await?;
    let mut lost = None;
    for _ in 0..app.config.take_next_tries {
        let queue = app
            .bus
            .call(
                methods::GetQueue,
                &call.caller,
                &GetQueueRequest {
                    lab_id: lab_id.to_string(),
                },
            )
            .await?;
        if let Some(held) = hands_full(&queue, &person.id.to_string()) {
            return Err(Problem::conflict(format!(
                "You are still helping {} at PC {}.",
                held.student_name, held.seat
            )));
        }
        let mut in_order = callable(queue, app.clock.now_ms());
        let Some(first) = in_order.next() else {
            return Err(Problem::not_found("Nobody is waiting."));
        };
        let claim = AcceptRequest {
            request_id: first,
            or_else: in_order.take(MOST_OTHERS).collect(),
        };
        match app.bus.call(methods::Accept, &call.caller, &claim).await {
            Ok(reply) => {
                return Ok(TakeNextReply {
                    request: reply.request,
                });
            }
            // Others were faster for all of them, or a rule stands against it: what the queue says now
            // tells whether there is somebody left.
            Err(problem) if problem.code == Code::Conflict => lost = Some(problem),
            Err(problem) => return Err(problem),
        }
    }
    Err(lost.unwrap_or_else(|| Problem::internal("take_next_tries is zero")))
}

/// The ids of those who can be called, in the order in which they are served. Who has asked to wait
/// keeps the place and is passed over.
fn callable(queue: QueueReply, now_ms: i64) -> impl Iterator<Item = String> {
    let waiting = queue
        .requests
        .into_iter()
        .filter(|request| request.status() == RequestStatus::Pending)
        .filter(|request| request.held_until_ms <= now_ms)
        .map(|request| Waiting {
            id: request.id,
            place: request.place,
            created_at_ms: request.created_at_ms,
        })
        .collect();
    next::in_order(waiting)
        .into_iter()
        .map(|waiting| waiting.id)
}

/// A request that the tutor holds, if those are as many as the lab allows: said before it is looked
/// who waits. The claim asks again.
fn hands_full<'q>(queue: &'q QueueReply, tutor_id: &str) -> Option<&'q Request> {
    let policy = queue.lab.as_ref().and_then(|lab| lab.policy);
    let most = policy.map_or(0, |policy| policy.held_per_tutor);
    let held = queue.requests.iter().filter(|request| {
        request.status() == RequestStatus::InProgress && request.helper_id == tutor_id
    });
    let first = held.clone().next()?;
    (most > 0 && held.count() >= usize::try_from(most).unwrap_or(1)).then_some(first)
}
