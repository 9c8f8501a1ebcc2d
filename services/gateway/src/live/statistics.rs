//! Hints that the statistics of a lab have changed (topic `lab/<id>/statistics`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Utf8Bytes;
use uuid::Uuid;

use crate::live::outbox::Outbox;

/// Who watches which statistics, and when they were told last.
pub(crate) struct Statistics {
    labs: Mutex<HashMap<Uuid, Watched>>,
    pause: Duration,
}

struct Watched {
    watchers: HashMap<u64, Arc<Outbox>>,
    text: Utf8Bytes,
    told_at: Option<Instant>,
    /// They are told once the pause is over.
    due: bool,
}

impl Statistics {
    /// Tells of one lab at most once in `pause`.
    pub(crate) fn new(pause: Duration) -> Self {
        Self {
            labs: Mutex::default(),
            pause,
        }
    }

    /// Tells a socket now, and whenever the statistics change; `text` is what it is told.
    pub(crate) fn attach(&self, lab_id: Uuid, socket: u64, outbox: Arc<Outbox>, text: Utf8Bytes) {
        outbox.push(text.clone());
        let mut labs = self.lock();
        let watched = labs.entry(lab_id).or_insert_with(|| Watched {
            watchers: HashMap::new(),
            text,
            told_at: None,
            due: false,
        });
        watched.watchers.insert(socket, outbox);
    }

    /// Tells a socket no longer.
    pub(crate) fn detach(&self, lab_id: Uuid, socket: u64) {
        let mut labs = self.lock();
        if let Some(watched) = labs.get_mut(&lab_id) {
            watched.watchers.remove(&socket);
            if watched.watchers.is_empty() {
                labs.remove(&lab_id);
            }
        }
    }

    /// The statistics have changed. Tells at once, or says when [`Statistics::tell`] is to be
    /// called; nothing where that is planned already.
    pub(crate) fn on_change(&self, lab_id: Uuid, now: Instant) -> Option<Instant> {
        let mut labs = self.lock();
        let watched = labs.get_mut(&lab_id)?;
        let next = watched.told_at.map_or(now, |told_at| told_at + self.pause);
        if next <= now {
            watched.tell(now);
            return None;
        }
        let planned = std::mem::replace(&mut watched.due, true);
        (!planned).then_some(next)
    }

    /// Tells what was planned.
    pub(crate) fn tell(&self, lab_id: Uuid, now: Instant) {
        if let Some(watched) = self.lock().get_mut(&lab_id).filter(|watched| watched.due) {
            watched.tell(now);
        }
    }

    /// Labs somebody watches.
    pub(crate) fn watched(&self) -> Vec<Uuid> {
        self.lock().keys().copied().collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Watched>> {
        self.labs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watched {
    fn tell(&mut self, now: Instant) {
        self.told_at = Some(now);
        self.due = false;
        for outbox in self.watchers.values() {
            outbox.push(self.text.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_changes_are_told_once_a_pause_and_the_last_one_always() {
        let pause = Duration::from_secs(1);
        let statistics = Statistics::new(pause);
        let (lab, outbox) = (Uuid::from_u128(1), Arc::new(Outbox::new(8)));
        statistics.attach(lab, 1, Arc::clone(&outbox), "changed".into());
        assert_eq!(outbox.take().messages.len(), 1);

        let start = Instant::now();
        assert_eq!(statistics.on_change(lab, start), None);
        assert_eq!(outbox.take().messages.len(), 1);
        let later = start + Duration::from_millis(200);
        assert_eq!(statistics.on_change(lab, later), Some(start + pause));
        assert_eq!(statistics.on_change(lab, later), None);
        assert!(outbox.take().messages.is_empty());
        statistics.tell(lab, start + pause);
        assert_eq!(outbox.take().messages.len(), 1);
        statistics.tell(lab, start + pause);
        assert!(outbox.take().messages.is_empty());
    }

    #[test]
    fn nobody_is_told_of_a_lab_nobody_watches() {
        let statistics = Statistics::new(Duration::ZERO);
        let (lab, outbox) = (Uuid::from_u128(1), Arc::new(Outbox::new(8)));
        statistics.attach(lab, 1, Arc::clone(&outbox), "changed".into());
        statistics.detach(lab, 1);
        outbox.take();
        assert_eq!(statistics.on_change(lab, Instant::now()), None);
        assert!(outbox.take().messages.is_empty());
        assert!(statistics.watched().is_empty());
    }
}
