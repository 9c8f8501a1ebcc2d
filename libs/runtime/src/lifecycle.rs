//! An end in order: stop taking work, finish what is begun, and give up after a deadline.

use std::future::Future;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Tells tasks to end, and waits for them.
///
/// A task spawned with [`Shutdown::spawn`] is waited for by [`Shutdown::finish`]; it should watch
/// [`Shutdown::requested`] and return soon after.
#[derive(Debug, Clone, Default)]
pub struct Shutdown {
    token: CancellationToken,
    tasks: TaskTracker,
}

impl Shutdown {
    /// Nobody has asked for an end yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An own set of tasks that is told to end with its parent, or before.
    #[must_use]
    pub fn child(&self) -> Self {
        Self {
            token: self.token.child_token(),
            tasks: TaskTracker::new(),
        }
    }

    /// Asks everybody to end.
    pub fn request(&self) {
        self.token.cancel();
    }

    /// Whether an end was asked for.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        self.token.is_cancelled()
    }

    /// Returns once an end is asked for.
    pub async fn requested(&self) {
        self.token.cancelled().await;
    }

    /// Runs `task` until it returns; [`Shutdown::finish`] waits for it.
    pub fn spawn<F>(&self, task: F) -> tokio::task::JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        self.tasks.spawn(task)
    }

    /// Like [`Shutdown::spawn`], on the threads of `handle`.
    pub fn spawn_on<F>(&self, task: F, handle: &Handle) -> tokio::task::JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        self.tasks.spawn_on(task, handle)
    }

    /// Asks for the end and waits for all tasks, at most `limit`. False if some were still running.
    pub async fn finish(&self, limit: Duration) -> bool {
        self.request();
        self.tasks.close();
        tokio::time::timeout(limit, self.tasks.wait()).await.is_ok()
    }
}
