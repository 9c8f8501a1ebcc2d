//! Migrations: what every service's list begins with, and how a list is applied.
//!
//! Expand, then contract: a migration may not break the code that runs beside it while a new
//! version rolls out. What is removed goes one release after nobody reads it.

use std::collections::HashSet;

use sea_orm::DatabaseConnection;
use sea_orm_migration::MigratorTraitSelf;
pub use sea_orm_migration::prelude;
use sea_orm_migration::prelude::{
    ColumnDef, ConnectionTrait, DbErr, Index, MigrationTrait, SchemaManager, Table,
};
pub use sea_orm_migration::schema;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, string, string_null, uuid, uuid_uniq,
};

/// A service's migrations in order.
pub type Migrations = Vec<Box<dyn MigrationTrait>>;

/// The migrations of this crate followed by those of a service.
#[must_use]
pub fn with_messaging(mut own: Migrations) -> Migrations {
    let mut all: Migrations = vec![Box::new(OutboxAndInbox)];
    all.append(&mut own);
    all
}

pub(crate) struct Migrator(pub(crate) fn() -> Migrations);

impl MigratorTraitSelf for Migrator {
    fn migrations(&self) -> Migrations {
        (self.0)()
    }
}

impl Migrator {
    /// Applies what is missing. A database that has all of it and more belongs to a newer program:
    /// it is left alone, because that program's changes only add.
    pub(crate) async fn bring_up_to_date(
        &self,
        service: &str,
        pool: &DatabaseConnection,
    ) -> Result<(), DbErr> {
        let models = self.get_migration_models(pool).await?;
        let applied: HashSet<String> = models.into_iter().map(|model| model.version).collect();
        let own = self.migrations();
        if self.missing(&applied) == 0 && applied.len() > own.len() {
            let newer = applied.len() - own.len();
            tracing::info!(
                service,
                newer,
                "nothing to migrate: the database has migrations that this program does not know"
            );
            return Ok(());
        }
        self.up(pool, None).await
    }

    /// How many migrations are not among those applied.
    pub(crate) fn missing(&self, applied: &HashSet<String>) -> usize {
        let own = self.migrations();
        own.iter()
            .filter(|migration| !applied.contains(migration.name()))
            .count()
    }
}

struct OutboxAndInbox;

impl sea_orm_migration::MigrationName for OutboxAndInbox {
    fn name(&self) -> &'static str {
        "m000_outbox_and_inbox"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for OutboxAndInbox {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("outbox")
                    .col(
                        ColumnDef::new("seq")
                            .big_integer()
                            .not_null()
                            .auto_increment()
                            .primary_key(),
                    )
                    .col(uuid_uniq("id"))
                    .col(string("aggregate_id"))
                    .col(blob("payload"))
                    .col(string_null("traceparent"))
                    .col(big_integer("created_at_ms"))
                    .col(big_integer_null("published_at_ms"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("outbox_aggregate")
                    .table("outbox")
                    .col("aggregate_id")
                    .to_owned(),
            )
            .await?;
        // Partial, so that the sweep costs the same however long the history is.
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE INDEX outbox_unpublished ON outbox (seq) WHERE published_at_ms IS NULL",
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("inbox")
                    .col(string("consumer"))
                    .col(uuid("event_id"))
                    .col(big_integer("seen_at_ms"))
                    .primary_key(Index::create().col("consumer").col("event_id"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("inbox").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("outbox").to_owned())
            .await
    }
}
