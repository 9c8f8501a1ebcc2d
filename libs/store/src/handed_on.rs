//! What a transaction hands on to the next one of its lane.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use uuid::Uuid;

use crate::error::Error;

/// Rows of one sort that are handed on before a lane begins anew.
const MOST_ROWS: usize = 256;

/// Rows by type and id.
pub(crate) type Rows = HashMap<(TypeId, Uuid), Box<dyn Any + Send>>;

/// Nothing, after a transaction that was rolled back.
#[derive(Default)]
pub(crate) struct HandedOn {
    /// Whoever takes one of these can tell whether it still holds.
    pub(crate) carried: Rows,
    /// These hold as long as the database has the version.
    pub(crate) kept: Rows,
    version: Option<Version>,
}

impl HandedOn {
    /// To be called when the next transaction has begun: forgets rows that may have changed.
    ///
    /// # Errors
    /// If the database refuses.
    pub(crate) async fn check<C: ConnectionTrait>(
        &mut self,
        versions: &Versions,
        tx: &C,
    ) -> Result<(), Error> {
        let left_at = self.version.take();
        if self.kept.is_empty() {
            return Ok(());
        }
        self.version = versions.now(tx).await?;
        if self.version.is_none() || self.version != left_at {
            self.kept.clear();
        }
        Ok(())
    }

    /// To be called just before the transaction ends.
    ///
    /// # Errors
    /// If the database refuses.
    pub(crate) async fn seal<C: ConnectionTrait>(
        &mut self,
        versions: &Versions,
        tx: &C,
    ) -> Result<(), Error> {
        for rows in [&mut self.carried, &mut self.kept] {
            if rows.len() > MOST_ROWS {
                rows.clear();
            }
        }
        // Nobody else can have written since this transaction began.
        if self.version.is_none() && !self.kept.is_empty() {
            self.version = versions.now(tx).await?;
        }
        Ok(())
    }
}

/// Changes when others than the one connection for writing have written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Version {
    /// Only versions that the same connection has read can be compared.
    connection: u64,
    data: i64,
}

/// Tells the version of a database where there is such a thing: SQLite has one, PostgreSQL does not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Versions {
    /// Connections for writing that were made so far, of which there is one at a time.
    connections: Option<Arc<AtomicU64>>,
}

impl Versions {
    pub(crate) fn of_sqlite() -> Self {
        Self {
            connections: Some(Arc::default()),
        }
    }

    /// To be called for each new connection for writing.
    pub(crate) fn connected(&self) {
        if let Some(connections) = &self.connections {
            connections.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The version that the write transaction `tx` sees until its end. It grows with what other
    /// connections commit, and not with what this one does:
    /// <https://www.sqlite.org/pragma.html#pragma_data_version>.
    async fn now<C: ConnectionTrait>(&self, tx: &C) -> Result<Option<Version>, Error> {
        let Some(connections) = &self.connections else {
            return Ok(None);
        };
        let asked = Statement::from_string(DbBackend::Sqlite, "PRAGMA data_version");
        let row = tx
            .query_one_raw(asked)
            .await?
            .ok_or_else(|| DbErr::Custom("SQLite tells no data_version".to_owned()))?;
        Ok(Some(Version {
            connection: connections.load(Ordering::Relaxed),
            data: row.try_get_by_index(0)?,
        }))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a database of the test alone")]

    use sea_orm::Database;

    use super::*;

    #[tokio::test]
    async fn kept_rows_hold_until_the_connection_is_another_one() {
        let database = Database::connect("sqlite::memory:").await.unwrap();
        let versions = Versions::of_sqlite();
        versions.connected();
        let mut handed_on = HandedOn::default();
        let id = (TypeId::of::<&str>(), Uuid::nil());
        handed_on.kept.insert(id, Box::new("kept"));
        handed_on.carried.insert(id, Box::new("carried"));
        handed_on.seal(&versions, &database).await.unwrap();
        handed_on.check(&versions, &database).await.unwrap();
        assert_eq!(handed_on.kept.len(), 1);
        handed_on.seal(&versions, &database).await.unwrap();
        // The version that a new connection tells may be the same by chance.
        versions.connected();
        handed_on.check(&versions, &database).await.unwrap();
        assert!(handed_on.kept.is_empty());
        assert_eq!(handed_on.carried.len(), 1);
    }

    #[tokio::test]
    async fn each_connection_for_writing_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.db");
        let settings = crate::DatabaseSettings::default();
        let versions = Versions::of_sqlite();
        let mut seen = Vec::new();
        for _ in 0..2 {
            let pool = crate::pool::sqlite(&file, &settings, Some(versions.clone()))
                .await
                .unwrap();
            pool.execute_unprepared("SELECT 1").await.unwrap();
            seen.push(versions.now(&pool).await.unwrap().unwrap().connection);
            pool.close().await.unwrap();
        }
        assert_eq!(seen, [1, 2]);
    }

    #[tokio::test]
    async fn more_rows_than_a_lane_may_hold_are_not_handed_on() {
        let database = Database::connect("sqlite::memory:").await.unwrap();
        let versions = Versions::of_sqlite();
        let mut handed_on = HandedOn::default();
        for number in 0..=MOST_ROWS {
            let id = (TypeId::of::<usize>(), Uuid::from_u128(number as u128));
            handed_on.kept.insert(id, Box::new(number));
        }
        handed_on.seal(&versions, &database).await.unwrap();
        assert!(handed_on.kept.is_empty());
    }
}
