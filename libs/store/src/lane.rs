//! Group commit: works that wait at the same time share one transaction and one sync to disk.
//!
//! A lane takes all works that wait, runs them one after another in one transaction, commits once,
//! and only then answers. A work that is refused before it wrote anything leaves the others alone;
//! if one fails after writing, the transaction is rolled back and each is run again by itself.
//! Works are sorted by key, so that two replicas lock the same rows in the same order.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use handup_contracts::Problem;
use sea_orm::{DatabaseConnection, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

use crate::error::Error;
use crate::figures::Counted;
use crate::handed_on::{HandedOn, Versions};
use crate::outbox::{self, Committed};
use crate::write::WriteTx;

/// Most works in one transaction: bounds how long the first waits for the last.
const LARGEST_BATCH: usize = 128;
/// Works that may wait in a lane before callers wait for room.
const WAITING_WORKS: usize = 1024;

/// Who waits for a work to be done, and so how long it may wait for company: the more works share a
/// transaction, the less each costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// A person: it runs as soon as the lane is free.
    Now,
    /// What comes next in the work of others.
    Soon,
    /// Nobody who would notice.
    Later,
}

impl Pace {
    /// How long a work may wait for company.
    fn patience(self) -> Duration {
        match self {
            Self::Now => Duration::ZERO,
            Self::Soon => Duration::from_millis(10),
            Self::Later => Duration::from_millis(50),
        }
    }
}

/// What a work came to, inside the transaction.
enum Step {
    Done,
    /// Refused by a rule or by the database.
    Refused {
        by_rule: bool,
    },
}

trait Work: Send {
    fn key(&self) -> u64;
    fn pace(&self) -> Pace;
    fn abandoned(&self) -> bool;
    fn run<'t>(&'t mut self, tx: &'t WriteTx) -> BoxFuture<'t, Step>;
    fn answer(self: Box<Self>);
    fn fail(self: Box<Self>, error: Error);
}

struct TypedWork<T, F> {
    key: u64,
    pace: Pace,
    work: F,
    span: tracing::Span,
    outcome: Option<Result<T, Error>>,
    reply: oneshot::Sender<Result<T, Error>>,
}

impl<T, F> Work for TypedWork<T, F>
where
    T: Send + 'static,
    F: for<'t> Fn(&'t WriteTx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
{
    fn key(&self) -> u64 {
        self.key
    }

    fn pace(&self) -> Pace {
        self.pace
    }

    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn run<'t>(&'t mut self, tx: &'t WriteTx) -> BoxFuture<'t, Step> {
        use tracing::Instrument as _;
        let span = self.span.clone();
        async move {
            let outcome = AssertUnwindSafe((self.work)(tx))
                .catch_unwind()
                .await
                .unwrap_or_else(|_| Err(Problem::internal("a write panicked").into()));
            let step = match &outcome {
                Ok(_) => Step::Done,
                Err(error) => Step::Refused {
                    by_rule: matches!(error, Error::Rejected(_)),
                },
            };
            self.outcome = Some(outcome);
            step
        }
        .instrument(span)
        .boxed()
    }

    fn answer(self: Box<Self>) {
        let outcome = self
            .outcome
            .unwrap_or_else(|| Err(Problem::internal("a write was never run").into()));
        // The caller may have given up waiting; the write stands all the same.
        let _ = self.reply.send(outcome);
    }

    fn fail(self: Box<Self>, error: Error) {
        let _ = self.reply.send(Err(error));
    }
}

/// A queue of works and the task that runs them.
#[derive(Clone)]
pub(crate) struct Lane {
    queue: mpsc::Sender<Box<dyn Work>>,
}

impl Lane {
    /// Starts a lane of `service` on `pool`; committed events go to `relay`.
    pub(crate) fn start(
        service: &'static str,
        pool: DatabaseConnection,
        versions: Versions,
        relay: mpsc::Sender<Vec<Committed>>,
    ) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING_WORKS);
        let desk = Desk {
            service,
            pool: Arc::new(pool),
            versions,
            relay,
            handed_on: HandedOn::default(),
        };
        tokio::spawn(run(waiting, desk));
        Self { queue }
    }

    pub(crate) async fn write<T, F>(&self, key: u64, pace: Pace, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t WriteTx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let work = TypedWork {
            key,
            pace,
            work,
            span: tracing::Span::current(),
            outcome: None,
            reply,
        };
        let closed = || Error::from(Problem::unavailable("the store is closed"));
        self.queue
            .send(Box::new(work))
            .await
            .map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }
}

/// What a lane works with.
struct Desk {
    service: &'static str,
    pool: Arc<DatabaseConnection>,
    versions: Versions,
    relay: mpsc::Sender<Vec<Committed>>,
    handed_on: HandedOn,
}

async fn run(mut waiting: mpsc::Receiver<Box<dyn Work>>, mut desk: Desk) {
    let mut batch = Vec::with_capacity(LARGEST_BATCH);
    while waiting.recv_many(&mut batch, LARGEST_BATCH).await > 0 {
        wait_for_company(&mut waiting, &mut batch).await;
        let mut works: Vec<_> = batch.drain(..).filter(|work| !work.abandoned()).collect();
        works.sort_by_key(|work| work.key());
        for work in commit_together(works, &mut desk).await {
            // Alone there is nobody else to disturb, so that nothing comes back.
            commit_together(vec![work], &mut desk).await;
        }
    }
}

/// Takes more works into `batch` until it is full, or one of them has waited for as long as it may.
async fn wait_for_company(
    waiting: &mut mpsc::Receiver<Box<dyn Work>>,
    batch: &mut Vec<Box<dyn Work>>,
) {
    let begun = Instant::now();
    let mut until = end_of_waiting(batch, begun);
    while batch.len() < LARGEST_BATCH && until > begun {
        let known = batch.len();
        let room = LARGEST_BATCH - known;
        match timeout_at(until, waiting.recv_many(batch, room)).await {
            Ok(1..) => until = until.min(end_of_waiting(&batch[known..], Instant::now())),
            Ok(0) | Err(_) => break,
        }
    }
}

/// Until when the least patient of `works`, which have come just `now`, waits for company.
fn end_of_waiting(works: &[Box<dyn Work>], now: Instant) -> Instant {
    let patience = works.iter().map(|work| work.pace().patience()).min();
    now + patience.unwrap_or_default()
}

/// Runs `works` in one transaction. Returns those that must be run again, each by itself.
async fn commit_together(mut works: Vec<Box<dyn Work>>, desk: &mut Desk) -> Vec<Box<dyn Work>> {
    if works.is_empty() {
        return works;
    }
    let counted = Counted::begin(desk.service, works.len());
    let tx = match begin(desk).await {
        Ok(tx) => tx,
        Err(error) => {
            fail_all(works, error);
            return Vec::new();
        }
    };
    let alone = works.len() == 1;
    for work in &mut works {
        let mark = tx.begin_work();
        if let Step::Refused { by_rule } = work.run(&tx).await {
            let harmless = tx.forget_work(mark) && by_rule;
            if !harmless {
                roll_back(tx).await;
                if !alone {
                    return works;
                }
                works.into_iter().for_each(Work::answer);
                return Vec::new();
            }
        }
    }
    if let Err(error) = tx.save_gathered().await {
        roll_back(tx).await;
        if !alone {
            return works;
        }
        fail_all(works, error);
        return Vec::new();
    }
    match commit(tx, desk).await {
        Ok(committed) => {
            counted.committed();
            works.into_iter().for_each(Work::answer);
            if !committed.is_empty() {
                // A full relay is no loss: the sweep publishes what it did not take.
                let _ = desk.relay.try_send(committed);
            }
        }
        Err(error) => fail_all(works, error),
    }
    Vec::new()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where a write transaction begins"
)]
async fn begin(desk: &mut Desk) -> Result<WriteTx, Error> {
    // Comes back with the commit; a transaction that is rolled back leaves nothing.
    let mut handed_on = std::mem::take(&mut desk.handed_on);
    // IMMEDIATE takes SQLite's write lock at the start: a deferred transaction that reads first
    // fails as soon as another has written in between.
    let tx = desk
        .pool
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await?;
    handed_on.check(&desk.versions, &tx).await?;
    Ok(WriteTx::new(tx, handed_on))
}

async fn commit(tx: WriteTx, desk: &mut Desk) -> Result<Vec<Committed>, Error> {
    let mut ended = tx.take();
    let committed = outbox::save(&ended.tx, ended.events).await?;
    ended.handed_on.seal(&desk.versions, &ended.tx).await?;
    ended.tx.commit().await?;
    // Here and not while works run: what they have handed on may not be in the database yet.
    desk.handed_on = ended.handed_on;
    Ok(committed)
}

async fn roll_back(tx: WriteTx) {
    if let Err(error) = tx.take().tx.rollback().await {
        tracing::warn!(%error, "a write transaction could not be rolled back; its connection is dropped");
    }
}

/// Who is alone gets the error itself; several get its text.
fn fail_all(works: Vec<Box<dyn Work>>, error: Error) {
    let works = match <[_; 1]>::try_from(works) {
        Ok([alone]) => return alone.fail(error),
        Err(works) => works,
    };
    for work in works {
        let problem = if error.is_unavailable() {
            Problem::unavailable(error.to_string())
        } else {
            Problem::internal(error.to_string())
        };
        work.fail(problem.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Patient(Pace);

    impl Work for Patient {
        fn key(&self) -> u64 {
            0
        }

        fn pace(&self) -> Pace {
            self.0
        }

        fn abandoned(&self) -> bool {
            false
        }

        fn run<'t>(&'t mut self, _tx: &'t WriteTx) -> BoxFuture<'t, Step> {
            std::future::ready(Step::Done).boxed()
        }

        fn answer(self: Box<Self>) {}

        fn fail(self: Box<Self>, _error: Error) {}
    }

    /// How many works share the transaction of `first`, while `others` wait in the lane and no more
    /// come.
    async fn company(first: Pace, others: &[Pace]) -> usize {
        let (queue, mut waiting) = mpsc::channel::<Box<dyn Work>>(WAITING_WORKS);
        for pace in others {
            assert!(queue.try_send(Box::new(Patient(*pace))).is_ok());
        }
        let mut batch: Vec<Box<dyn Work>> = vec![Box::new(Patient(first))];
        wait_for_company(&mut waiting, &mut batch).await;
        batch.len()
    }

    #[tokio::test]
    async fn a_work_that_has_time_waits_for_others_and_one_for_a_person_does_not() {
        for pace in [Pace::Soon, Pace::Later] {
            assert_eq!(
                company(pace, &[Pace::Later, Pace::Soon, Pace::Now]).await,
                4
            );
            assert_eq!(company(pace, &[]).await, 1);
        }
        assert_eq!(company(Pace::Now, &[Pace::Later, Pace::Now]).await, 1);
    }

    #[tokio::test]
    async fn a_transaction_takes_no_more_works_than_it_may() {
        let rush = [Pace::Later; LARGEST_BATCH * 2];
        assert_eq!(company(Pace::Later, &rush).await, LARGEST_BATCH);
    }
}
