//! Tells how many requests are open and how long the oldest has waited.
//!
//! Over all labs, not lab by lab: every replica tells the same, labs come and go with the term, and
//! who wants to know how one lab does is its manager, who has a page for that.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use handup_contracts::Problem;
use handup_runtime::metrics::{self, Gauge, KeyValue};

use crate::App;
use crate::store::requests;

/// How often is looked.
pub(crate) const EVERY: Duration = Duration::from_secs(5);

static OPEN: LazyLock<Gauge<u64>> = LazyLock::new(|| {
    metrics::level(
        "handup.requests.open",
        "{request}",
        "Requests that wait or are being helped, over all labs.",
    )
});
static OLDEST: LazyLock<Gauge<f64>> = LazyLock::new(|| {
    metrics::age(
        "handup.requests.oldest_wait",
        "For how long the request that has waited the longest in any lab has been there.",
    )
});

pub(crate) async fn run(app: Arc<App>) -> Result<(), Problem> {
    let open = requests::count_open_everywhere(app.store.read()).await?;
    for (status, number) in [("waiting", open.waiting), ("in_progress", open.in_progress)] {
        let number = u64::try_from(number).unwrap_or(0);
        OPEN.record(number, &[KeyValue::new("status", status)]);
    }
    let oldest = open.oldest_ms.map_or(0.0, |asked_ms| {
        metrics::seconds_between(asked_ms, app.clock.now_ms())
    });
    OLDEST.record(oldest, &[]);
    Ok(())
}
