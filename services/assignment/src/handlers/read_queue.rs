//! Reads who waits from the service that owns the queue: a lab that begins to make offers has let
//! the events before pass.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Caller;
use handup_contracts::Problem;
use handup_contracts::v1::request::{WatchQueueReply, WatchQueueRequest, methods};
use uuid::Uuid;

use crate::App;
use crate::handlers::round::Round;
use crate::store::labs::{self, LabRow};
use crate::store::requests::{self, RequestRow};

/// The queue as the service that owns it sees it.
pub(crate) async fn ask(app: &App, lab_id: Uuid) -> Result<WatchQueueReply, Problem> {
    let caller = Caller::bearer(&app.verifier.service_token(crate::NAME)?);
    let question = WatchQueueRequest {
        lab_id: lab_id.to_string(),
    };
    app.bus.call(methods::WatchQueue, &caller, &question).await
}

/// All open requests of the queue.
pub(crate) async fn rows(app: &App, lab_id: Uuid) -> Result<Vec<RequestRow>, Problem> {
    let queue = ask(app, lab_id).await?;
    queue
        .requests
        .into_iter()
        .map(RequestRow::try_from)
        .collect()
}

/// Takes in all requests of a queue whose time has come to be read, each unless something newer is
/// known.
pub(crate) async fn read(app: &App, lab_id: Uuid) -> Result<(), Problem> {
    let rows = rows(app, lab_id).await?;
    let (rows, round) = (Arc::new(rows), Round::new(app, lab_id));
    app.store
        .write_tx(&lab_id.to_string(), move |tx| {
            let (rows, round) = (Arc::clone(&rows), round.clone());
            async move {
                let lab = labs::lock(tx, lab_id).await?;
                for row in rows.iter() {
                    requests::apply(tx, row).await?;
                }
                let read = LabRow {
                    read_at_ms: None,
                    ..lab
                };
                labs::save(tx, &read).await?;
                round.run(tx).await
            }
            .boxed()
        })
        .await?;
    Ok(())
}
