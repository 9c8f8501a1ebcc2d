//! What has to be done now and then, by whichever replica is alive.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_contracts::Problem;

use crate::App;
use crate::store::{attempts, sessions};

/// Rotates keys and removes old rows.
pub(crate) async fn run(app: Arc<App>) -> Result<(), Problem> {
    app.keys.rotate_if_due().await?;
    app.keys.remove_forgotten().await?;
    let now_ms = app.clock.now_ms();
    let windows_before_ms = now_ms - app.config.attempts_window_ms();
    app.store
        .write_tx("upkeep", move |tx| {
            async move {
                sessions::remove_expired(tx, now_ms).await?;
                attempts::remove_old(tx, windows_before_ms).await?;
                Ok(())
            }
            .boxed()
        })
        .await?;
    Ok(())
}
