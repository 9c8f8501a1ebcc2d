//! There is an organisation: its time zone is learned.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::consumer::Delivery;
use handup_contracts::Problem;
use handup_contracts::ids::id;
use handup_contracts::v1::events::event::State;

use crate::App;
use crate::store::organisations;

/// Needs no inbox: the version tells what is new.
pub(crate) async fn handle(app: Arc<App>, delivery: Delivery) -> Result<(), Problem> {
    let Some(State::Organisation(organisation)) = delivery.event.state else {
        return Err(Problem::internal("an organisation event without one"));
    };
    let id = id(&organisation.id)?;
    let organisation = Arc::new(organisation);
    app.store
        .write_tx_soon(&id.to_string(), move |tx| {
            let organisation = Arc::clone(&organisation);
            async move {
                let (zone, version) = (&organisation.time_zone, organisation.version);
                organisations::learn(tx, id, zone, version).await
            }
            .boxed()
        })
        .await?;
    Ok(())
}
