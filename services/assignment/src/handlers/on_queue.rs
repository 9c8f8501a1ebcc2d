//! Something happened to a lab or its queue as a whole: its rules may have changed.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::consumer::Delivery;
use handup_contracts::ids::id;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::types::{AssignmentMode, Lab};
use handup_contracts::{Code, Problem};
use uuid::Uuid;

use crate::handlers::read_queue;
use crate::handlers::round::Round;
use crate::store::labs;
use crate::store::requests::{self, RequestRow};
use crate::{App, IDLE};

/// When nobody takes the lab for an idle one any more, in milliseconds.
const AFTER_IDLE_MS: i64 = 2 * IDLE.as_millis() as i64;

pub(crate) async fn handle(app: Arc<App>, delivery: Delivery) -> Result<(), Problem> {
    let Some(State::Lab(lab)) = delivery.event.state else {
        return Err(Problem::internal("a queue event without a lab"));
    };
    let lab_id = id(&lab.id)?;
    let waiting = Arc::new(waiting_before_offers(&app, lab_id, &lab).await?);
    let round = Round::new(&app, lab_id);
    let told = Arc::new(lab);
    app.store
        .write_tx(&lab_id.to_string(), move |tx| {
            let (told, waiting) = (Arc::clone(&told), Arc::clone(&waiting));
            let round = round.clone();
            async move {
                let known = labs::lock(tx, lab_id).await?;
                if known.version >= told.version {
                    return Ok(());
                }
                let mut now = known.told(&told);
                if now.makes_offers() && !known.makes_offers() {
                    for row in waiting.iter() {
                        requests::apply(tx, row).await?;
                    }
                    // Replicas let pass who waits until their memory of the lab is over: the
                    // sweep reads again when nothing can be missed any more.
                    now.read_at_ms = Some(round.now_ms + AFTER_IDLE_MS);
                }
                labs::save(tx, &now).await?;
                round.run(tx).await
            }
            .boxed()
        })
        .await?;
    Ok(())
}

/// Who waits in a lab that is told to begin making offers, read before it does: else the first offer
/// could be about somebody who was heard of in time, and not about who is first.
async fn waiting_before_offers(
    app: &App,
    lab_id: Uuid,
    told: &Lab,
) -> Result<Vec<RequestRow>, Problem> {
    let mode = told.policy.unwrap_or_default().mode();
    let offers = matches!(mode, AssignmentMode::Push | AssignmentMode::Both);
    if !offers || labs::known_to_make_offers(app.store.read(), lab_id).await? {
        return Ok(Vec::new());
    }
    match read_queue::rows(app, lab_id).await {
        Ok(rows) => Ok(rows),
        // The sweep reads the queue in a moment.
        Err(error) if error.code == Code::Unavailable => {
            tracing::warn!(%error, %lab_id, "who waits could not be read yet");
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}
