//! What people have been told, by whoever was told.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// What somebody was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// The request waits.
    Asked,
    /// The request is given up.
    Cancelled,
    /// The tutor has switched availability on.
    Ready,
    /// The tutor is asked to take the request.
    Offered,
    /// The tutor is not asked any more, or came too late.
    OfferGone,
    /// The tutor has the request.
    Accepted,
    /// The request is done.
    Completed,
}

/// One thing that somebody was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Milliseconds since the beginning.
    pub(crate) at_ms: u64,
    pub(crate) lab: usize,
    /// Username.
    pub(crate) who: String,
    /// Empty for what is about no request.
    pub(crate) request: String,
    pub(crate) what: What,
    /// How long the answer took.
    pub(crate) took_ms: u64,
}

/// Everything that people were told, in the order in which they were.
#[derive(Clone)]
pub(crate) struct Record {
    begin: Instant,
    entries: Arc<Mutex<Vec<Entry>>>,
}

impl Record {
    pub(crate) fn new() -> Self {
        Self {
            begin: Instant::now(),
            entries: Arc::default(),
        }
    }

    /// Takes note of what `who` was told just now, in answer to a call made at `called`.
    pub(crate) fn note(&self, lab: usize, who: &str, request: &str, what: What, called: Instant) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.push(Entry {
            at_ms: ms(self.begin.elapsed()),
            lab,
            who: who.to_owned(),
            request: request.to_owned(),
            what,
            took_ms: ms(called.elapsed()),
        });
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

fn ms(span: std::time::Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
