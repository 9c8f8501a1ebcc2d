use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures::future::BoxFuture;
use handup_contracts::Problem;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, mpsc};

use crate::error::Error;
use crate::handed_on::Versions;
use crate::lane::{Lane, Pace};
use crate::migration::{Migrations, Migrator};
use crate::outbox::Committed;
use crate::pool;
use crate::write::WriteTx;

/// Batches of committed events that may wait for the relay before the sweep has to take them.
const RELAY_BATCHES: usize = 1024;

/// Where a service's database is and how it is used.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseSettings {
    /// `sqlite:<folder>`: each service has a file there. `postgres://…`: each has a schema there.
    pub url: String,
    /// Connections for reading.
    pub read_connections: u32,
    /// Write transactions at the same time; on SQLite there is always one.
    pub write_lanes: usize,
    /// How long to wait for a connection, in milliseconds.
    pub acquire_timeout_ms: u64,
    /// Longest time for one statement on PostgreSQL, in milliseconds.
    pub statement_timeout_ms: u64,
    /// After this time without a statement PostgreSQL ends a transaction, in milliseconds: what a
    /// frozen replica has locked must not wait for it.
    pub idle_in_transaction_timeout_ms: u64,
}

impl Default for DatabaseSettings {
    fn default() -> Self {
        Self {
            url: "sqlite:data".to_owned(),
            read_connections: 4,
            write_lanes: 2,
            acquire_timeout_ms: 2_000,
            statement_timeout_ms: 5_000,
            idle_in_transaction_timeout_ms: 2_000,
        }
    }
}

impl DatabaseSettings {
    fn sqlite_folder(&self) -> Option<&Path> {
        self.url
            .strip_prefix("sqlite:")
            .map(|folder| Path::new(folder.trim_start_matches("//")))
    }
}

/// A service's database.
#[derive(Clone)]
pub struct Store {
    service: &'static str,
    read: DatabaseConnection,
    write: DatabaseConnection,
    lanes: Arc<[Lane]>,
    relay: Arc<Mutex<Option<mpsc::Receiver<Vec<Committed>>>>>,
    migrations: fn() -> Migrations,
    migration_lock: Option<PathBuf>,
}

impl Store {
    /// Opens the database of `service`. Creates the SQLite file if it is not there, but no tables:
    /// that is [`Store::migrate`]. PostgreSQL is reached for at the first use: a service that starts
    /// while it is away waits for it.
    ///
    /// # Errors
    /// If the address can't be understood, or the SQLite file can't be opened.
    pub async fn open(
        service: &'static str,
        settings: &DatabaseSettings,
        migrations: fn() -> Migrations,
    ) -> Result<Self, Error> {
        let (read, write, lanes, versions, migration_lock) = match settings.sqlite_folder() {
            Some(folder) => {
                std::fs::create_dir_all(folder)
                    .map_err(|err| Problem::unavailable(format!("{}: {err}", folder.display())))?;
                let file = folder.join(format!("{service}.db"));
                let lock = folder.join(format!("{service}.migrate.lock"));
                // The first one turns a new file to WAL, for which it must have the file to itself:
                // SQLite does not wait for that, and refuses whoever opens it at the same moment.
                let alone = lock_file(lock.clone()).await?;
                let versions = Versions::of_sqlite();
                let write = pool::sqlite(&file, settings, Some(versions.clone())).await?;
                drop(alone);
                let read = pool::sqlite(&file, settings, None).await?;
                (read, write, 1, versions, Some(lock))
            }
            None => {
                let write = pool::postgres(service, settings, false).await?;
                let read = pool::postgres(service, settings, true).await?;
                let lanes = settings.write_lanes.max(1);
                (read, write, lanes, Versions::default(), None)
            }
        };
        let (sender, receiver) = mpsc::channel(RELAY_BATCHES);
        let lanes = (0..lanes)
            .map(|_| Lane::start(service, write.clone(), versions.clone(), sender.clone()))
            .collect();
        Ok(Self {
            service,
            read,
            write,
            lanes,
            relay: Arc::new(Mutex::new(Some(receiver))),
            migrations,
            migration_lock,
        })
    }

    /// Name of the service whose database this is.
    #[must_use]
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// For reading only: the database refuses writes on these connections.
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Whether this is PostgreSQL; else it is SQLite.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.read.get_database_backend() == DbBackend::Postgres
    }

    /// Runs `work` in a write transaction and returns what it returns, once that is on disk.
    ///
    /// Works with the same `key` (a lab, an account) run in the order in which they came. A work
    /// may be run more than once, each time from the beginning and with nothing left of the time
    /// before: it must not keep state outside of the transaction. It shares its transaction with
    /// others; if it returns an error, nothing it wrote and no event it emitted remains.
    ///
    /// # Errors
    /// What `work` returned, or why the database did not take it. After
    /// [`handup_contracts::Code::Unavailable`] the outcome is unknown if the connection broke
    /// during the commit; calling again must be harmless (compare-and-set, idempotency key).
    pub async fn write_tx<T, F>(&self, key: &str, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t WriteTx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        self.write_at(Pace::Now, key, work).await
    }

    /// Like [`Store::write_tx`], for what no person waits for: it begins up to ten milliseconds
    /// later, so that more works share the transaction.
    ///
    /// # Errors
    /// As [`Store::write_tx`].
    pub async fn write_tx_soon<T, F>(&self, key: &str, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t WriteTx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        self.write_at(Pace::Soon, key, work).await
    }

    /// Like [`Store::write_tx`], for what nobody would notice a little later: it begins up to fifty
    /// milliseconds later, so that in a rush hundreds of works share a few transactions.
    ///
    /// # Errors
    /// As [`Store::write_tx`].
    pub async fn write_tx_later<T, F>(&self, key: &str, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t WriteTx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        self.write_at(Pace::Later, key, work).await
    }

    async fn write_at<T, F>(&self, pace: Pace, key: &str, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t WriteTx) -> BoxFuture<'t, Result<T, Error>> + Send + Sync + 'static,
    {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let key = hasher.finish();
        let lane = usize::try_from(key % self.lanes.len() as u64).unwrap_or_default();
        self.lanes[lane].write(key, pace, work).await
    }

    /// The events committed by [`Store::write_tx`], in batches. There is one receiver; a second
    /// call returns nothing.
    pub async fn committed_events(&self) -> Option<mpsc::Receiver<Vec<Committed>>> {
        self.relay.lock().await.take()
    }

    /// Makes the PostgreSQL schema if it is not there, and brings the tables up to date. Safe while
    /// other replicas do the same: one goes first. Tables that a newer program has made are left alone.
    ///
    /// # Errors
    /// If a migration fails; on PostgreSQL it then has changed nothing.
    pub async fn migrate(&self) -> Result<(), Error> {
        let _file = match &self.migration_lock {
            Some(path) => Some(lock_file(path.clone()).await?),
            None => None,
        };
        let migrator = Migrator(self.migrations);
        if !self.is_postgres() {
            migrator.bring_up_to_date(self.service, &self.write).await?;
            return Ok(());
        }
        create_schema(self.service, &self.write).await?;
        // Held until this transaction ends; the migrations run on other connections. It is idle for as
        // long as they take.
        let guard = begin_guard(&self.write).await?;
        guard
            .execute_unprepared("SET LOCAL idle_in_transaction_session_timeout = 0")
            .await?;
        guard
            .execute_unprepared(&format!(
                "SELECT pg_advisory_xact_lock(hashtext('handup-migrate-{}'))",
                self.service
            ))
            .await?;
        migrator.bring_up_to_date(self.service, &self.write).await?;
        sea_orm::TransactionSession::commit(guard).await?;
        Ok(())
    }

    /// Asks the database whether it answers and whether all migrations are there.
    ///
    /// # Errors
    /// If it does not answer, or tables are missing.
    pub async fn check(&self) -> Result<(), Error> {
        self.read.execute_unprepared("SELECT 1").await?;
        let rows = self
            .read
            .query_all_raw(sea_orm::Statement::from_string(
                self.read.get_database_backend(),
                "SELECT version FROM seaql_migrations",
            ))
            .await?;
        let applied = rows
            .iter()
            .map(|row| row.try_get("", "version"))
            .collect::<Result<_, _>>()?;
        let missing = Migrator(self.migrations).missing(&applied);
        if missing > 0 {
            return Err(Problem::unavailable(format!(
                "{missing} migrations are not applied; run `handup migrate`"
            ))
            .into());
        }
        Ok(())
    }

    /// Closes all connections. Works still waiting are answered with an error.
    pub async fn close(&self) {
        for (pool, name) in [(&self.read, "read"), (&self.write, "write")] {
            if let Err(error) = pool.clone().close().await {
                tracing::warn!(%error, pool = name, "the database could not be closed in order");
            }
        }
    }
}

async fn create_schema(service: &str, pool: &DatabaseConnection) -> Result<(), Error> {
    let exists = pool
        .query_one_raw(sea_orm::Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT 1 AS one FROM pg_namespace WHERE nspname = $1",
            [service.into()],
        ))
        .await?
        .is_some();
    if !exists {
        // Two replicas may both find it missing; IF NOT EXISTS alone still races in PostgreSQL.
        pool.execute_unprepared(&format!(
            "DO $$ BEGIN \
               PERFORM pg_advisory_xact_lock(hashtext('handup-schema-{service}')); \
               CREATE SCHEMA IF NOT EXISTS \"{service}\"; \
             END $$"
        ))
        .await?;
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "holds the lock of the migrations and writes nothing"
)]
async fn begin_guard(pool: &DatabaseConnection) -> Result<sea_orm::DatabaseTransaction, Error> {
    use sea_orm::TransactionTrait as _;
    Ok(pool.begin().await?)
}

/// Locks `path` until the file is dropped.
async fn lock_file(path: PathBuf) -> Result<std::fs::File, Error> {
    let text = path.display().to_string();
    tokio::task::spawn_blocking(move || {
        let file = std::fs::File::create(path)?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    })
    .await
    .map_err(|err| Problem::internal(err.to_string()))?
    .map_err(|err| Problem::unavailable(format!("{text}: {err}")).into())
}
