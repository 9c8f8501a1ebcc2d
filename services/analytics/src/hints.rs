//! Tells whoever looks at a lab's statistics that they have changed, but not at every event.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use handup_bus::Bus;
use handup_contracts::events;
use handup_runtime::Shutdown;
use tokio::sync::Notify;
use uuid::Uuid;

/// Labs whose statistics have changed since the last hint.
///
/// The first change after a quiet time is told at once; those that follow are kept and told
/// together when the pause is over. So a lab has at most one hint per pause, and the last change
/// always has one after it.
pub(crate) struct Hints {
    bus: Bus,
    pause: Duration,
    changed: Mutex<BTreeSet<Uuid>>,
    wake: Notify,
}

impl Hints {
    pub(crate) fn new(bus: Bus, pause_ms: u64) -> Self {
        Self {
            bus,
            pause: Duration::from_millis(pause_ms),
            changed: Mutex::default(),
            wake: Notify::new(),
        }
    }

    /// To be called after the change is committed.
    pub(crate) fn changed(&self, lab_id: Uuid) {
        self.lock().insert(lab_id);
        self.wake.notify_one();
    }

    /// Publishes until shutdown.
    pub(crate) async fn run(&self, shutdown: &Shutdown) {
        loop {
            tokio::select! {
                () = shutdown.requested() => return,
                () = self.wake.notified() => {}
            }
            let labs = std::mem::take(&mut *self.lock());
            for lab_id in labs {
                let subject = events::statistics_hint(self.bus.prefix(), &lab_id.to_string());
                self.bus.hint(subject).await;
            }
            if tokio::time::timeout(self.pause, shutdown.requested())
                .await
                .is_ok()
            {
                return;
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeSet<Uuid>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
