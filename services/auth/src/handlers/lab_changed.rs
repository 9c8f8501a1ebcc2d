use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::consumer::Delivery;
use handup_contracts::Problem;
use handup_contracts::ids::id;
use handup_contracts::v1::events::event::State;
use handup_store::inbox;

use crate::App;
use crate::random;
use crate::store::{join_codes, labs};

/// Learns of a lab, and makes its join code when it is seen for the first time.
pub(crate) async fn handle(app: Arc<App>, delivery: Delivery) -> Result<(), Problem> {
    let Some(State::Lab(lab)) = &delivery.event.state else {
        return Err(Problem::internal("a queue event without a lab"));
    };
    let row = labs::Model {
        id: id(&lab.id)?,
        organisation_id: id(&lab.organisation_id)?,
        version: lab.version,
    };
    let code = random::join_code()?;
    let (consumer, event_id) = (delivery.consumer, delivery.id);
    let now_ms = app.clock.now_ms();
    app.store
        .write_tx(&lab.id, move |tx| {
            let (row, code) = (row.clone(), code.clone());
            async move {
                if inbox::first_time(tx, consumer, event_id, now_ms).await? {
                    join_codes::ensure(tx, row.id, code).await?;
                    labs::learn(tx, row).await?;
                }
                Ok(())
            }
            .boxed()
        })
        .await?;
    Ok(())
}
