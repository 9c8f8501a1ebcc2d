//! Opens and closes queues at their hours.
//!
//! Two replicas that sweep at once lock the lab one after the other; the second finds that the next
//! turn lies ahead. What was due while nothing ran is not made up turn by turn: the queue gets the
//! state that the schedule has for now.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_contracts::Problem;
use handup_store::{Error, WriteTx};
use uuid::Uuid;

use crate::App;
use crate::handlers::event::Stamp;
use crate::handlers::lab_change::{self, Happened};
use crate::handlers::set_queue_open;
use crate::store::labs;

pub(crate) async fn run(app: Arc<App>) -> Result<(), Problem> {
    for (lab_id, zone) in labs::missing_time_zones(app.store.read()).await? {
        learn_zone(&app, lab_id, zone).await?;
    }
    for lab_id in labs::due(app.store.read(), app.clock.now_ms()).await? {
        // One lab's fault must not keep the others closed.
        if let Err(error) = turn(&app, lab_id).await {
            tracing::error!(%error, %lab_id, "a queue could not open or close at its hours");
        }
    }
    Ok(())
}

/// A lab that was made before its organisation was heard of gets the time zone. Nobody is told:
/// until now nothing could depend on it.
async fn learn_zone(app: &App, lab_id: Uuid, zone: String) -> Result<(), Error> {
    app.store
        .write_tx(&lab_id.to_string(), move |tx| {
            let zone = zone.clone();
            async move {
                let mut lab = labs::lock(tx, lab_id).await?;
                lab.time_zone = zone;
                labs::save(tx, &lab).await
            }
            .boxed()
        })
        .await
}

async fn turn(app: &App, lab_id: Uuid) -> Result<(), Error> {
    let stamp = Arc::new(Stamp::of_service(app));
    app.store
        .write_tx(&lab_id.to_string(), move |tx| {
            let stamp = Arc::clone(&stamp);
            async move { turn_in(tx, lab_id, &stamp).await }.boxed()
        })
        .await
}

async fn turn_in(tx: &WriteTx, lab_id: Uuid, stamp: &Stamp) -> Result<(), Error> {
    let mut lab = labs::lock(tx, lab_id).await?;
    let now_ms = stamp.at_ms;
    if lab.next_turn_at_ms == 0 || lab.next_turn_at_ms > now_ms {
        return Ok(());
    }
    let schedule = lab.schedule()?;
    let open = schedule.is_open_at(&lab.clock()?, now_ms);
    lab.plan_next_turn(now_ms)?;
    let send_home = schedule.send_home && !open;
    match set_queue_open::turn(&mut lab, open, send_home, now_ms) {
        Some(happened) => {
            let happened = Happened {
                comment: "By schedule.".to_owned(),
                ..happened
            };
            lab_change::record(tx, lab, happened, stamp).await?;
        }
        // Somebody was faster by hand.
        None => labs::save(tx, &lab).await?,
    }
    Ok(())
}
