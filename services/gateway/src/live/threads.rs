//! Threads of the sockets alone.
//!
//! An event is written to every watcher of a lab. On the threads that also answer requests, a create
//! would wait behind the writing to five hundred sockets; the operating system shares the processors
//! out between threads more fairly than a runtime does between tasks.

use tokio::runtime::{Builder, Handle, Runtime};

/// Threads on which sockets are served. They end when this is dropped.
pub(crate) struct SocketThreads {
    /// Taken only when dropped.
    runtime: Option<Runtime>,
    handle: Handle,
}

impl SocketThreads {
    /// Starts `count` threads. Where the operating system gives none, sockets share the threads of
    /// whoever calls.
    pub(crate) fn start(count: usize) -> Self {
        let built = Builder::new_multi_thread()
            .worker_threads(count.max(1))
            .thread_name("sockets")
            .enable_all()
            .build();
        match built {
            Ok(runtime) => Self {
                handle: runtime.handle().clone(),
                runtime: Some(runtime),
            },
            Err(error) => {
                tracing::warn!(%error, "sockets have no threads of their own");
                Self {
                    handle: Handle::current(),
                    runtime: None,
                }
            }
        }
    }

    /// Where to spawn.
    pub(crate) fn handle(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for SocketThreads {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Sockets have ended by now, or were given up; waiting would block a thread of others.
            runtime.shutdown_background();
        }
    }
}
