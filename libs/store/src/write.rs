use std::any::{Any, TypeId};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use handup_contracts::v1::events::Event;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};
use uuid::Uuid;

use crate::error::Error;
use crate::handed_on::{HandedOn, Rows};

/// A row that can wait for the end of the transaction, to be written together with others of its
/// kind: see [`WriteTx::gather`].
pub trait Gathered: Send + Sized + 'static {
    /// Writes `rows`, in the order in which they were gathered. The same row may be in it twice.
    fn save_all(tx: &WriteTx, rows: Vec<Self>) -> impl Future<Output = Result<(), Error>> + Send;
}

/// A row of a type that only [`SaveAll`] knows.
type AnyRow = Box<dyn Any + Send>;
type SaveAll = for<'t> fn(&'t WriteTx, Vec<AnyRow>) -> BoxFuture<'t, Result<(), Error>>;

/// What is written only when the transaction ends.
#[derive(Default)]
struct Waiting {
    /// With the trace context each was emitted in.
    events: Vec<(Event, Option<String>)>,
    rows: Vec<(TypeId, SaveAll, AnyRow)>,
}

/// An open write transaction, as the work inside [`crate::Store::write_tx`] sees it.
///
/// Statements run on it like on any SeaORM connection. It can't be committed from inside: that
/// happens once, for all works that share the transaction.
pub struct WriteTx {
    tx: DatabaseTransaction,
    waiting: Mutex<Waiting>,
    handed_on: Mutex<HandedOn>,
    wrote: AtomicBool,
}

/// A transaction whose works have run.
pub(crate) struct Ended {
    pub(crate) tx: DatabaseTransaction,
    pub(crate) events: Vec<(Event, Option<String>)>,
    pub(crate) handed_on: HandedOn,
}

impl WriteTx {
    /// `handed_on` is what still holds of what the transaction before this one has left.
    pub(crate) fn new(tx: DatabaseTransaction, handed_on: HandedOn) -> Self {
        Self {
            tx,
            waiting: Mutex::default(),
            handed_on: Mutex::new(handed_on),
            wrote: AtomicBool::new(false),
        }
    }

    /// Saves `event` with this transaction and has it published after commit.
    pub fn emit(&self, event: Event) {
        let traceparent = handup_runtime::trace::current_traceparent();
        lock(&self.waiting).events.push((event, traceparent));
    }

    /// Has `row` written at the end of this transaction, in as few statements as there can be with
    /// the rows of the other works. Until then, or until
    /// [`WriteTx::save_gathered`], reading does not find it.
    pub fn gather<R: Gathered>(&self, row: R) {
        let row = (
            TypeId::of::<R>(),
            save_all::<R> as SaveAll,
            Box::new(row) as Box<_>,
        );
        lock(&self.waiting).rows.push(row);
        self.wrote.store(true, Ordering::Relaxed);
    }

    /// Keeps a row that this transaction has locked, so that the works after this one need not
    /// read it again. Whoever writes the row, or gathers a change of it, keeps its new state: also
    /// the next transactions of the lane find it, if this one is committed and where the database
    /// can tell that nobody else has written meanwhile (SQLite).
    pub fn keep<T: Clone + Send + 'static>(&self, id: Uuid, row: T) {
        insert(&mut lock(&self.handed_on).kept, id, row);
    }

    /// The row of this type and id that was kept last.
    #[must_use]
    pub fn kept<T: Clone + Send + 'static>(&self, id: Uuid) -> Option<T> {
        lock(&self.handed_on)
            .kept
            .get(&(TypeId::of::<T>(), id))
            .and_then(|row| row.downcast_ref().cloned())
    }

    /// Leaves `row` to the works after this one, also to those of later transactions of its lane if
    /// this one is committed. Others may write in between: whoever takes it must be able to tell
    /// whether it still holds, such as by the revision of a row that is locked.
    pub fn carry<T: Send + 'static>(&self, id: Uuid, row: T) {
        insert(&mut lock(&self.handed_on).carried, id, row);
    }

    /// Takes the row of this type and id that was carried last.
    #[must_use]
    pub fn take_carried<T: 'static>(&self, id: Uuid) -> Option<T> {
        lock(&self.handed_on)
            .carried
            .remove(&(TypeId::of::<T>(), id))
            .and_then(|row| row.downcast().ok().map(|row| *row))
    }

    /// Whether `FOR UPDATE` means something here. SQLite has one writer at a time, so that a row
    /// read inside a write transaction can't change before its end.
    #[must_use]
    pub fn locks_rows(&self) -> bool {
        self.tx.get_database_backend() == DbBackend::Postgres
    }

    /// Forgets the row of this type and id that was kept.
    pub fn forget<T: 'static>(&self, id: Uuid) {
        lock(&self.handed_on).kept.remove(&(TypeId::of::<T>(), id));
    }

    pub(crate) fn begin_work(&self) -> usize {
        self.wrote.store(false, Ordering::Relaxed);
        lock(&self.waiting).events.len()
    }

    /// Forgets the events of a work that was refused before it wrote anything. False if it wrote.
    pub(crate) fn forget_work(&self, mark: usize) -> bool {
        lock(&self.waiting).events.truncate(mark);
        !self.wrote.load(Ordering::Relaxed)
    }

    /// Writes the rows that wait, kind by kind, so that what is read next finds them. The end of
    /// the transaction does this by itself.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn save_gathered(&self) -> Result<(), Error> {
        let rows = std::mem::take(&mut lock(&self.waiting).rows);
        // Whoever gathered the rows has written, not the work that happens to need them now.
        let wrote = self.wrote.load(Ordering::Relaxed);
        let mut kinds: Vec<(TypeId, SaveAll, Vec<AnyRow>)> = Vec::new();
        for (kind, save, row) in rows {
            match kinds.iter_mut().find(|(known, ..)| *known == kind) {
                Some((.., rows)) => rows.push(row),
                None => kinds.push((kind, save, vec![row])),
            }
        }
        for (_, save, rows) in kinds {
            save(self, rows).await?;
        }
        self.wrote.store(wrote, Ordering::Relaxed);
        Ok(())
    }

    pub(crate) fn take(self) -> Ended {
        let waiting = self.waiting.into_inner();
        let handed_on = self.handed_on.into_inner();
        Ended {
            tx: self.tx,
            events: waiting.unwrap_or_else(PoisonError::into_inner).events,
            handed_on: handed_on.unwrap_or_else(PoisonError::into_inner),
        }
    }

    fn note(&self, statement: &str) {
        if !statement
            .trim_start()
            .get(..6)
            .is_some_and(|verb| verb.eq_ignore_ascii_case("select"))
        {
            self.wrote.store(true, Ordering::Relaxed);
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for WriteTx {
    fn get_database_backend(&self) -> DbBackend {
        self.tx.get_database_backend()
    }

    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        let already = self.wrote.load(Ordering::Relaxed);
        self.note(&stmt.sql);
        let result = self.tx.execute_raw(stmt).await?;
        // A compare-and-set that lost, or an insert that was skipped, has changed nothing.
        if result.rows_affected() == 0 {
            self.wrote.store(already, Ordering::Relaxed);
        }
        Ok(result)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.note(sql);
        self.tx.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.note(&stmt.sql);
        self.tx.query_one_raw(stmt).await
    }

    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.note(&stmt.sql);
        self.tx.query_all_raw(stmt).await
    }
}

fn save_all<R: Gathered>(tx: &WriteTx, rows: Vec<AnyRow>) -> BoxFuture<'_, Result<(), Error>> {
    let rows: Vec<R> = rows
        .into_iter()
        .filter_map(|row| row.downcast().ok().map(|row| *row))
        .collect();
    R::save_all(tx, rows).boxed()
}

fn insert<T: Send + 'static>(rows: &mut Rows, id: Uuid, row: T) {
    rows.insert((TypeId::of::<T>(), id), Box::new(row));
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
