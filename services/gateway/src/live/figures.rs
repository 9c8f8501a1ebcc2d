//! What is counted about live connections: at their ends and where one is too slow, so that sending
//! costs nothing more.

use std::sync::LazyLock;

use handup_runtime::metrics::{self, Counter, UpDownCounter};

static OPEN: LazyLock<UpDownCounter<i64>> = LazyLock::new(|| {
    metrics::open(
        "handup.gateway.sockets",
        "{socket}",
        "Live connections that are open.",
    )
});
static SLOW: LazyLock<Counter<u64>> = LazyLock::new(|| {
    metrics::counter(
        "handup.gateway.slow_sockets",
        "{socket}",
        "Times that a live connection was too slow and began anew.",
    )
});

/// Has the figures be there from the start: an autoscaler can tell none from nobody.
pub(crate) fn start() {
    OPEN.add(0, &[]);
    SLOW.add(0, &[]);
}

/// Counts a connection that was too slow.
pub(crate) fn too_slow() {
    SLOW.add(1, &[]);
}

/// An open connection, counted until it is dropped.
pub(crate) struct Open(());

impl Open {
    pub(crate) fn new() -> Self {
        OPEN.add(1, &[]);
        Self(())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        OPEN.add(-1, &[]);
    }
}
