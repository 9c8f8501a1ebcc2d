use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_nats::{Client, Message, SubscribeError, Subscriber};
use futures::StreamExt as _;
use tokio::sync::oneshot;

/// Where the answers to the calls of one connection arrive: one subscription for all of them.
///
/// An address ends with the name of the service that is called, which alone may write there
/// (`k8s/base/nats/users.conf`). async-nats does not let others choose the addresses of its own common
/// subscription, and makes one for each call that brings an address, of which all servers of a cluster
/// would hear.
pub(crate) struct Answers {
    inbox: String,
    next: AtomicU64,
    waiting: Mutex<HashMap<u64, oneshot::Sender<Message>>>,
}

/// One answer, expected until this is dropped.
pub(crate) struct Expected {
    answers: Arc<Answers>,
    call: u64,
    /// Where the answer is to be sent.
    pub(crate) address: String,
    answer: oneshot::Receiver<Message>,
}

impl Answers {
    /// Listens until the connection is closed.
    ///
    /// # Errors
    /// If it is closed already.
    pub(crate) async fn listen(client: &Client) -> Result<Arc<Self>, SubscribeError> {
        let inbox = client.new_inbox();
        let messages = client.subscribe(format!("{inbox}.*.*")).await?;
        let answers = Arc::new(Self {
            inbox,
            next: AtomicU64::new(0),
            waiting: Mutex::default(),
        });
        tokio::spawn(Arc::clone(&answers).pass_on(messages));
        Ok(answers)
    }

    /// Expects an answer of `service`.
    pub(crate) fn expect(self: &Arc<Self>, service: &str) -> Expected {
        let call = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = oneshot::channel();
        self.lock().insert(call, sender);
        Expected {
            answers: Arc::clone(self),
            call,
            address: format!("{}.{call}.{service}", self.inbox),
            answer,
        }
    }

    async fn pass_on(self: Arc<Self>, mut messages: Subscriber) {
        while let Some(message) = messages.next().await {
            let waiting = self
                .call_of(&message.subject)
                .and_then(|call| self.lock().remove(&call));
            if let Some(waiting) = waiting {
                // Who has stopped waiting this very moment needs no answer.
                let _ = waiting.send(message);
            }
        }
    }

    fn call_of(&self, address: &str) -> Option<u64> {
        let (call, _service) = address
            .strip_prefix(&self.inbox)?
            .strip_prefix('.')?
            .split_once('.')?;
        call.parse().ok()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, oneshot::Sender<Message>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Expected {
    /// The answer; nothing if the connection was closed.
    pub(crate) async fn received(&mut self) -> Option<Message> {
        (&mut self.answer).await.ok()
    }
}

impl Drop for Expected {
    fn drop(&mut self) {
        self.answers.lock().remove(&self.call);
    }
}
