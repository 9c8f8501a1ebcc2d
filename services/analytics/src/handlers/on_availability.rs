//! Events of tutors' availability.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::consumer::Delivery;
use handup_contracts::Problem;
use handup_contracts::ids::id;
use handup_contracts::v1::events::event::State;

use crate::App;
use crate::store::tutors::{self, lab_tutor};

/// Keeps whether the tutor is at work. Needs no inbox: the version tells what is new.
///
/// # Errors
/// If the event can't be understood, or the database is away.
pub async fn handle(app: Arc<App>, delivery: Delivery) -> Result<(), Problem> {
    let Some(State::Availability(availability)) = delivery.event.state else {
        return Err(Problem::internal("an availability event without one"));
    };
    let row = lab_tutor::Model {
        id: id(&availability.id)?,
        lab_id: id(&availability.lab_id)?,
        status: availability.status,
        version: availability.version,
    };
    app.store
        .write_tx_later(&availability.id, move |tx| {
            let row = row.clone();
            async move { tutors::learn(tx, row).await }.boxed()
        })
        .await?;
    Ok(())
}
