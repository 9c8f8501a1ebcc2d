//! What waits to be sent to one socket.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio_tungstenite::tungstenite::Utf8Bytes;
use uuid::Uuid;

use crate::live::sending::Sending;

/// A bounded queue that is never waited for: where it is full, everything in it is dropped and the
/// socket has to begin anew.
#[derive(Debug)]
pub(crate) struct Outbox {
    waiting: Mutex<Waiting>,
    news: Notify,
    capacity: usize,
}

#[derive(Debug, Default)]
struct Waiting {
    messages: VecDeque<News>,
    /// Answers to single frames of the client: they can't be made up for by a fresh picture.
    answers: VecDeque<Utf8Bytes>,
    lagging: bool,
    doubts: Vec<Doubt>,
}

/// A message, and what is open until it is written.
#[derive(Debug, Clone)]
pub(crate) struct News {
    pub(crate) text: Utf8Bytes,
    /// The span of the event that it tells of.
    pub(crate) sending: Option<Sending>,
}

/// What a socket shows may no longer be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The person's role in this lab may be another.
    Lab(Uuid),
    /// The person's role in any lab may be another.
    Labs,
    /// Anything may have been missed.
    Everything,
}

/// What a socket has to do next.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    pub(crate) messages: VecDeque<News>,
    pub(crate) answers: VecDeque<Utf8Bytes>,
    /// Messages were dropped; nothing more is queued until [`Outbox::begin_anew`].
    pub(crate) lagging: bool,
    pub(crate) doubts: Vec<Doubt>,
}

impl Outbox {
    /// Holds at most `capacity` messages.
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            waiting: Mutex::default(),
            news: Notify::new(),
            capacity,
        }
    }

    /// Queues a message that tells of no event, unless the socket lags.
    pub(crate) fn push(&self, text: Utf8Bytes) {
        let sending = None;
        self.push_news(News { text, sending });
    }

    /// Queues `message`, unless the socket lags.
    pub(crate) fn push_news(&self, message: News) {
        let mut waiting = self.lock();
        if waiting.lagging {
            return;
        }
        if waiting.messages.len() >= self.capacity {
            waiting.messages = VecDeque::new();
            waiting.lagging = true;
        } else {
            waiting.messages.push_back(message);
        }
        drop(waiting);
        self.news.notify_one();
    }

    /// Queues the answer to a frame, whether the socket lags or not. There are never many: a socket
    /// that does not take what is sent is not read from either.
    pub(crate) fn answer(&self, message: Utf8Bytes) {
        self.lock().answers.push_back(message);
        self.news.notify_one();
    }

    /// Has the socket look again whether what it shows is so.
    pub(crate) fn doubt(&self, doubt: Doubt) {
        let mut waiting = self.lock();
        if !waiting.doubts.contains(&doubt) {
            waiting.doubts.push(doubt);
        }
        drop(waiting);
        self.news.notify_one();
    }

    /// How many messages can be queued before everything is dropped.
    pub(crate) fn room(&self) -> usize {
        self.capacity.saturating_sub(self.lock().messages.len())
    }

    /// Returns once there may be something to take.
    pub(crate) async fn news(&self) {
        self.news.notified().await;
    }

    /// Takes everything that waits.
    pub(crate) fn take(&self) -> Taken {
        let mut waiting = self.lock();
        Taken {
            messages: std::mem::take(&mut waiting.messages),
            answers: std::mem::take(&mut waiting.answers),
            lagging: waiting.lagging,
            doubts: std::mem::take(&mut waiting.doubts),
        }
    }

    /// Queues messages again. Whoever calls this has seen to it that they make sense by themselves.
    pub(crate) fn begin_anew(&self) {
        let mut waiting = self.lock();
        waiting.messages = VecDeque::new();
        waiting.lagging = false;
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_is_dropped_and_stays_empty_until_the_socket_begins_anew() {
        let outbox = Outbox::new(2);
        for text in ["a", "b", "c", "d"] {
            outbox.push(text.into());
        }
        let taken = outbox.take();
        assert!(taken.lagging);
        assert!(taken.messages.is_empty());
        outbox.push("e".into());
        assert!(outbox.take().messages.is_empty());
        outbox.begin_anew();
        outbox.push("f".into());
        let taken = outbox.take();
        assert!(!taken.lagging);
        assert_eq!(taken.messages.len(), 1);
        assert_eq!(taken.messages[0].text, "f");
    }

    #[test]
    fn the_same_doubt_is_looked_into_once() {
        let outbox = Outbox::new(2);
        for _ in 0..3 {
            outbox.doubt(Doubt::Lab(Uuid::from_u128(1)));
        }
        assert_eq!(outbox.take().doubts.len(), 1);
    }
}
