//! What is counted about write transactions.

use std::sync::LazyLock;

use handup_runtime::metrics::{self, Histogram, KeyValue};
use tokio::time::Instant;

static DURATION: LazyLock<Histogram<f64>> = LazyLock::new(|| {
    metrics::durations(
        "handup.store.transaction.duration",
        "From asking for a connection to the commit on disk, or to the rollback.",
    )
});
static WORKS: LazyLock<Histogram<u64>> = LazyLock::new(|| {
    metrics::numbers(
        "handup.store.transaction.works",
        "{work}",
        "Works that share a transaction.",
    )
});

/// A write transaction that is counted when it ends: as rolled back, unless it was committed.
pub(crate) struct Counted {
    service: &'static str,
    began: Instant,
    works: usize,
    outcome: &'static str,
}

impl Counted {
    /// A transaction of `service` with so many works begins.
    pub(crate) fn begin(service: &'static str, works: usize) -> Self {
        Self {
            service,
            began: Instant::now(),
            works,
            outcome: "rolled_back",
        }
    }

    /// It is on disk.
    pub(crate) fn committed(mut self) {
        self.outcome = "committed";
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let attributes = [
            KeyValue::new("handup.service", self.service),
            KeyValue::new("handup.outcome", self.outcome),
        ];
        DURATION.record(self.began.elapsed().as_secs_f64(), &attributes);
        WORKS.record(
            u64::try_from(self.works).unwrap_or(u64::MAX),
            &attributes[..1],
        );
    }
}
