//! Pools of connections to a database.

use std::path::Path;
use std::time::Duration;

use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

use crate::connect::DatabaseSettings;
use crate::error::Error;
use crate::handed_on::Versions;

/// A connection that was idle for longer is tested before it is used: after an outage, dead ones
/// are replaced instead of failing a call each. A busy one is not tested, that would cost a round
/// trip for every statement.
const UNTESTED: Duration = Duration::from_millis(100);
/// Prepared statements kept per connection.
const STATEMENTS_CACHED: usize = 200;

fn connect_options(url: String, settings: &DatabaseSettings, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_millis(settings.acquire_timeout_ms))
        .connect_timeout(Duration::from_millis(settings.acquire_timeout_ms))
        .sqlx_logging(false)
        // Statement texts in spans would carry what people wrote.
        .record_stmt_in_spans(false)
        .test_before_acquire(false)
        .test_before_acquire_if_idle_for(UNTESTED);
    options
}

/// The pool for a file: for writing if there are `versions` to be told of each connection, else for
/// reading.
pub(crate) async fn sqlite(
    file: &Path,
    settings: &DatabaseSettings,
    versions: Option<Versions>,
) -> Result<DatabaseConnection, Error> {
    let read_only = versions.is_none();
    let url = format!("sqlite:{}?mode=rwc", file.display());
    // One writer: SQLite allows no more, and the pool then is a fair queue instead of busy waiting.
    let connections = if read_only {
        settings.read_connections.max(1)
    } else {
        1
    };
    let mut options = connect_options(url, settings, connections);
    options.min_connections(1);
    let busy = Duration::from_millis(settings.statement_timeout_ms);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(busy)
            .statement_cache_capacity(STATEMENTS_CACHED)
            // A statement of many rows notes what it changes, in case that it fails in the middle; in
            // a file this takes a tenth of the time that SQLite has.
            .pragma("temp_store", "MEMORY")
            .pragma("query_only", if read_only { "ON" } else { "OFF" })
    });
    options.map_sqlx_sqlite_pool_opts(move |pool| {
        let versions = versions.clone();
        pool.after_connect(move |_, _| {
            if let Some(versions) = &versions {
                versions.connected();
            }
            Box::pin(std::future::ready(Ok(())))
        })
    });
    connect(options).await
}

/// The pool for a schema; a connection is made at its first use.
pub(crate) async fn postgres(
    service: &'static str,
    settings: &DatabaseSettings,
    read_only: bool,
) -> Result<DatabaseConnection, Error> {
    let lanes = u32::try_from(settings.write_lanes.max(1)).unwrap_or(1);
    // Writing: a connection per lane, and two for migrations.
    let connections = if read_only {
        settings.read_connections.max(1)
    } else {
        lanes + 2
    };
    let mut options = connect_options(settings.url.clone(), settings, connections);
    options.set_application_name(format!("handup-{service}"));
    let statement_timeout = settings.statement_timeout_ms.to_string();
    let idle_timeout = settings.idle_in_transaction_timeout_ms.to_string();
    options.connect_lazy(true);
    options.map_sqlx_postgres_opts(move |postgres| {
        let postgres = postgres
            .statement_cache_capacity(STATEMENTS_CACHED)
            .options([
                ("search_path", service),
                ("statement_timeout", statement_timeout.as_str()),
                ("idle_in_transaction_session_timeout", idle_timeout.as_str()),
            ]);
        if read_only {
            postgres.options([("default_transaction_read_only", "on")])
        } else {
            postgres
        }
    });
    connect(options).await
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where connections are made"
)]
async fn connect(options: ConnectOptions) -> Result<DatabaseConnection, Error> {
    Ok(Database::connect(options).await?)
}
