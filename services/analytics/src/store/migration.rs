//! The tables of this service.

use handup_store::migration::prelude::{
    ConnectionTrait, DbErr, Index, MigrationName, MigrationTrait, SchemaManager, Table, async_trait,
};
use handup_store::migration::schema::{big_integer, integer, uuid};

/// The first tables.
#[must_use]
pub fn tables() -> Box<dyn MigrationTrait> {
    Box::new(FactTables)
}

/// Who is at work, and what students were told about their wait.
#[must_use]
pub fn wait_tables() -> Box<dyn MigrationTrait> {
    Box::new(WaitTables)
}

/// How long students held their places.
#[must_use]
pub fn held_column() -> Box<dyn MigrationTrait> {
    Box::new(HeldColumn)
}

struct FactTables;

struct WaitTables;

impl MigrationName for WaitTables {
    fn name(&self) -> &'static str {
        "m002_waits"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for WaitTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("lab_tutors")
                    .col(uuid("id").primary_key())
                    .col(uuid("lab_id"))
                    .col(integer("status"))
                    .col(big_integer("version"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("estimates")
                    .col(uuid("request_id").primary_key())
                    .col(uuid("lab_id"))
                    .col(big_integer("guess_ms"))
                    .col(big_integer("from_ms"))
                    .col(big_integer("to_ms"))
                    .col(big_integer("told_at_ms"))
                    .to_owned(),
            )
            .await?;
        for (name, table, column) in [
            ("lab_tutors_lab", "lab_tutors", "lab_id"),
            ("estimates_lab", "estimates", "lab_id"),
        ] {
            let index = Index::create()
                .name(name)
                .table(table)
                .col(column)
                .to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

impl MigrationName for FactTables {
    fn name(&self) -> &'static str {
        "m001_request_facts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for FactTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("request_facts")
                    .col(uuid("request_id").primary_key())
                    .col(uuid("lab_id"))
                    .col(uuid("organisation_id"))
                    .col(integer("status"))
                    .col(integer("outcome"))
                    .col(big_integer("created_at_ms"))
                    .col(big_integer("first_accepted_at_ms"))
                    .col(big_integer("accepted_at_ms"))
                    .col(big_integer("finished_at_ms"))
                    .col(big_integer("put_backs"))
                    .col(big_integer("version"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("request_facts_lab_time")
                    .table("request_facts")
                    .col("lab_id")
                    .col("created_at_ms")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("request_facts").to_owned())
            .await
    }
}

struct HeldColumn;

impl MigrationName for HeldColumn {
    fn name(&self) -> &'static str {
        "m003_held"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for HeldColumn {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Facts of before say zero until they are rebuilt.
        manager
            .get_connection()
            .execute_unprepared(
                "ALTER TABLE request_facts ADD COLUMN held_ms BIGINT NOT NULL DEFAULT 0",
            )
            .await?;
        Ok(())
    }
}
