//! Something happened to a lab or its queue as a whole: its rules may have changed.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::consumer::Delivery;
use handup_contracts::Problem;
use handup_contracts::v1::events::event::State;
use uuid::Uuid;

use crate::handlers::read_queue::{self, ReadFor};
use crate::handlers::round::Round;
use crate::store::labs;
use crate::{App, IDLE};

/// When nobody takes the lab for an idle one any more, in milliseconds.
const AFTER_IDLE_MS: i64 = 2 * IDLE.as_millis() as i64;

pub(crate) async fn handle(app: Arc<App>, delivery: Delivery) -> Result<(), Problem> {
    let Some(State::Lab(lab)) = delivery.event.state else {
        return Err(Problem::internal("a queue event without a lab"));
    };
    let lab_id = Uuid::parse_str(&lab.id)
        .map_err(|err| Problem::internal(format!("id {:?}: {err}", lab.id)))?;
    let round = Round::new(&app, lab_id);
    let told = Arc::new(lab);
    let begins = app
        .store
        .write_tx(&lab_id.to_string(), move |tx| {
            let (told, round) = (Arc::clone(&told), round.clone());
            async move {
                let known = labs::lock(tx, lab_id).await?;
                if known.version >= told.version {
                    return Ok(false);
                }
                let mut now = known.told(&told);
                let begins = now.makes_offers() && !known.makes_offers();
                if begins {
                    // Replicas let pass who waits until their memory of the lab is over.
                    now.read_at_ms = Some(round.now_ms + AFTER_IDLE_MS);
                }
                labs::save(tx, &now).await?;
                round.run(tx).await?;
                Ok(begins)
            }
            .boxed()
        })
        .await?;
    if begins {
        // At once, as well as can be; the sweep does it again when nothing can be missed any more.
        read_queue::read(&app, lab_id, ReadFor::Now).await?;
    }
    Ok(())
}
