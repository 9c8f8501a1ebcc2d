//! Tells how many offers wait for an answer, over all labs.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use handup_contracts::Problem;
use handup_runtime::metrics::{self, Gauge};

use crate::App;
use crate::store::offers;

/// How often is looked.
pub(crate) const EVERY: Duration = Duration::from_secs(5);

static OUT: LazyLock<Gauge<u64>> = LazyLock::new(|| {
    metrics::level(
        "handup.offers.out",
        "{offer}",
        "Offers that wait for an answer, over all labs.",
    )
});

pub(crate) async fn run(app: Arc<App>) -> Result<(), Problem> {
    OUT.record(offers::out(app.store.read()).await?, &[]);
    Ok(())
}
