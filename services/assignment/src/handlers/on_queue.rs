//! Something happened to a lab or its queue as a whole: its rules may have changed.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::consumer::Delivery;
use handup_contracts::Problem;
use handup_contracts::v1::events::event::State;
use uuid::Uuid;

use crate::App;
use crate::handlers::round::Round;
use crate::store::labs;

pub(crate) async fn handle(app: Arc<App>, delivery: Delivery) -> Result<(), Problem> {
    let Some(State::Lab(lab)) = delivery.event.state else {
        return Err(Problem::internal("a queue event without a lab"));
    };
    let lab_id = Uuid::parse_str(&lab.id)
        .map_err(|err| Problem::internal(format!("id {:?}: {err}", lab.id)))?;
    let round = Round::new(&app, lab_id);
    let told = Arc::new(lab);
    app.store
        .write_tx(&lab_id.to_string(), move |tx| {
            let (told, round) = (Arc::clone(&told), round.clone());
            async move {
                let known = labs::lock(tx, lab_id).await?;
                if known.version >= told.version {
                    return Ok(());
                }
                labs::save(tx, &known.told(&told)).await?;
                round.run(tx).await
            }
            .boxed()
        })
        .await?;
    Ok(())
}
