//! A clock for tests that can't wait until something is due.

use std::sync::atomic::{AtomicI64, Ordering};

use handup_runtime::{Clock, SystemClock};

/// The machine's clock, put forward as far as told.
#[derive(Debug, Default)]
pub struct ForwardClock(AtomicI64);

impl ForwardClock {
    /// Puts it forward by `ms` milliseconds more.
    pub fn put_forward(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for ForwardClock {
    fn now_ms(&self) -> i64 {
        SystemClock.now_ms() + self.0.load(Ordering::SeqCst)
    }
}
