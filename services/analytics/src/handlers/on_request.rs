//! Events of requests.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::consumer::Delivery;
use handup_contracts::Problem;
use handup_contracts::v1::events::event::State;

use crate::App;
use crate::domain::fact::Fact;

/// Keeps what the event says of its request.
///
/// # Errors
/// If the event can't be understood, or the database is away.
pub async fn handle(app: Arc<App>, delivery: Delivery) -> Result<(), Problem> {
    let Some(State::Request(request)) = delivery.event.state else {
        return Err(Problem::internal("an event of a request without a request"));
    };
    let fact = Fact::try_from(&request)?;
    let lab_id = fact.lab_id;
    app.store
        .write_tx_later(&request.id, move |tx| {
            // Needs no inbox: a fact gives way only to a newer one, however often each comes.
            tx.gather(fact.clone());
            std::future::ready(Ok(())).boxed()
        })
        .await?;
    app.hints.changed(lab_id);
    Ok(())
}
