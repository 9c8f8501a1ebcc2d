use handup_store::migration::prelude::{
    DbErr, Index, MigrationName, MigrationTrait, SchemaManager, Table, async_trait,
};
use handup_store::migration::schema::{big_integer, boolean, integer, uuid, uuid_null};

/// The tables of the directory, for a service's list of migrations.
#[must_use]
pub fn migration() -> Box<dyn MigrationTrait> {
    Box::new(DirectoryTables)
}

struct DirectoryTables;

impl MigrationName for DirectoryTables {
    fn name(&self) -> &'static str {
        "m000_directory"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for DirectoryTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("directory_members")
                    .col(uuid("id").primary_key())
                    .col(uuid("account_id"))
                    .col(uuid("organisation_id"))
                    .col(uuid_null("lab_id"))
                    .col(integer("role"))
                    .col(boolean("removed"))
                    .col(big_integer("version"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("directory_members_account")
                    .table("directory_members")
                    .col("account_id")
                    .col("lab_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("directory_labs")
                    .col(uuid("lab_id").primary_key())
                    .col(uuid("organisation_id"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("directory_labs").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("directory_members").to_owned())
            .await
    }
}
