//! The tables of this service.

use handup_store::migration::prelude::{
    DbErr, Index, MigrationName, MigrationTrait, SchemaManager, Table, async_trait,
};
use handup_store::migration::schema::{big_integer, integer, uuid};

/// The first tables.
#[must_use]
pub fn tables() -> Box<dyn MigrationTrait> {
    Box::new(FactTables)
}

struct FactTables;

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
