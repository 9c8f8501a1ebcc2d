use std::time::Duration;

use handup_runtime::Shutdown;
use handup_store::Store;
use tokio::sync::watch;

/// Pause between two questions.
const PAUSE: Duration = Duration::from_millis(500);
/// Longest time one question may take before it counts as a no.
const PATIENCE: Duration = Duration::from_secs(1);
/// Noes in a row until the database counts as away: a busy machine may be late once.
const NOES: u32 = 2;

/// Keeps `able` at whether the database answers, until the end. A replica that has lost its database
/// while the others have not must not go on to refuse its share of the calls; a readiness that says so
/// keeps no call of NATS away.
pub(crate) async fn watch(store: Store, able: watch::Sender<bool>, ending: Shutdown) {
    let service = store.service();
    let mut noes = 0;
    while tokio::time::timeout(PAUSE, ending.requested())
        .await
        .is_err()
    {
        let Some(problem) = problem(&store).await else {
            noes = 0;
            if set(&able, true) {
                tracing::info!(service, "takes calls again");
            }
            continue;
        };
        noes += 1;
        if noes >= NOES && set(&able, false) {
            tracing::warn!(service, problem, "takes no calls without its database");
        }
    }
}

async fn problem(store: &Store) -> Option<String> {
    match tokio::time::timeout(PATIENCE, store.check()).await {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(_) => Some(format!("no answer within {} s", PATIENCE.as_secs())),
    }
}

/// Whether it was something else before.
fn set(able: &watch::Sender<bool>, value: bool) -> bool {
    able.send_if_modified(|able| std::mem::replace(able, value) != value)
}
