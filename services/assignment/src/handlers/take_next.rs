//! A tutor takes whoever is next. The queue is asked of the service that owns it, and the claim is
//! made there; who loses the race for one request tries the following.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::assignment::{TakeNextReply, TakeNextRequest};
use handup_contracts::v1::request::{AcceptRequest, GetQueueRequest, QueueReply, methods};
use handup_contracts::v1::types::{Request, RequestStatus};

use crate::App;
use crate::domain::next::{self, Waiting};
use crate::handlers::staff;

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
        let now_ms = app.clock.now_ms();
        let waiting = queue
            .requests
            .into_iter()
            .filter(|request| request.status() == RequestStatus::Pending)
            // Who has asked to wait keeps the place and is passed over.
            .filter(|request| request.held_until_ms <= now_ms)
            .map(|request| Waiting {
                id: request.id,
                place: request.place,
                created_at_ms: request.created_at_ms,
            })
            .collect();
        let Some(next) = next::in_order(waiting).into_iter().next() else {
            return Err(Problem::not_found("Nobody is waiting."));
        };
        let claim = AcceptRequest {
            request_id: next.id,
        };
        match app.bus.call(methods::Accept, &call.caller, &claim).await {
            Ok(reply) => {
                return Ok(TakeNextReply {
                    request: reply.request,
                });
            }
            // Another was faster. Any other refusal would be the same for the next in the queue.
            Err(problem) if problem.winner.is_some() => lost = Some(problem),
            Err(problem) => return Err(problem),
        }
    }
    Err(lost.unwrap_or_else(|| Problem::internal("take_next_tries is zero")))
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
