//! Notices who is gone, and gives back what they held once the grace time is over.
//!
//! Deadlines are columns of rows: a restart loses none, and any replica may sweep. Two that do so
//! at once lock the row one after the other; the second finds nothing left to do.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_contracts::Problem;

use crate::App;
use crate::handlers::refresh::Refresh;
use crate::store::{presences, tutors};

/// How long rows of gateways that are gone are kept, in presence times.
const KEEP_PRESENCES: i64 = 10;

pub(crate) async fn run(app: Arc<App>) -> Result<(), Problem> {
    let now_ms = app.clock.now_ms();
    let seen = presences::all_seen(app.store.read(), now_ms - app.config.presence_ms).await?;
    let marked = tutors::present(app.store.read()).await?;
    let overdue = tutors::overdue(app.store.read(), now_ms).await?;
    let silent = marked.into_iter().filter(|pair| !seen.contains(pair));
    for (lab_id, tutor_id) in silent.chain(overdue) {
        Refresh::new(&app, lab_id, tutor_id).commit(&app).await?;
    }
    let old = now_ms - KEEP_PRESENCES * app.config.presence_ms;
    if !presences::any_before(app.store.read(), old).await? {
        return Ok(());
    }
    app.store
        .write_tx("presence", move |tx| {
            async move { presences::forget_before(tx, old).await }.boxed()
        })
        .await?;
    Ok(())
}
