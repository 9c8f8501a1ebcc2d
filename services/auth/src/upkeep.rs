//! What has to be done now and then, by whichever replica is alive.

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use handup_contracts::Problem;
use handup_runtime::Shutdown;
use tokio::time::MissedTickBehavior;

use crate::App;
use crate::store::{attempts, sessions};

/// Rotates keys and removes old rows until shutdown.
pub(crate) async fn run(app: Arc<App>, shutdown: Shutdown) -> Result<(), Problem> {
    let every = Duration::from_millis(app.config.upkeep_every_ms.max(1));
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = shutdown.requested() => return Ok(()),
            _ = ticks.tick() => {
                if let Err(error) = once(&app).await {
                    // Every step is due again at the next tick.
                    tracing::warn!(%error, "the upkeep of auth was not finished");
                }
            }
        }
    }
}

async fn once(app: &App) -> Result<(), Problem> {
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
