use handup_store::migration::prelude::{
    ConnectionTrait, DbErr, Index, MigrationName, MigrationTrait, SchemaManager, Table, async_trait,
};
use handup_store::migration::schema::{
    big_integer, big_integer_null, boolean, integer, string, uuid, uuid_null,
};

/// Tutors' switches and what follows from them, live connections, and who helps whom.
pub(crate) struct AvailabilityAndPresence;

impl MigrationName for AvailabilityAndPresence {
    fn name(&self) -> &'static str {
        "m001_availability_and_presence"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for AvailabilityAndPresence {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("tutors")
                    .col(uuid("id").primary_key())
                    .col(uuid("lab_id"))
                    .col(uuid("tutor_id"))
                    .col(string("tutor_name"))
                    .col(boolean("switched_on"))
                    .col(boolean("present"))
                    .col(uuid_null("request_id"))
                    .col(integer("status"))
                    .col(big_integer("absent_since_ms"))
                    // The deadline: when a request is given back. Nothing: no deadline.
                    .col(big_integer_null("returns_at_ms"))
                    .col(big_integer("changed_at_ms"))
                    .col(big_integer("version"))
                    .index(Index::create().unique().col("lab_id").col("tutor_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE INDEX tutors_deadline ON tutors (returns_at_ms) \
                 WHERE returns_at_ms IS NOT NULL",
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("presences")
                    .col(string("gateway_id"))
                    .col(uuid("lab_id"))
                    .col(uuid("tutor_id"))
                    .col(big_integer("seen_at_ms"))
                    .primary_key(
                        Index::create()
                            .col("gateway_id")
                            .col("lab_id")
                            .col("tutor_id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("presences_tutor")
                    .table("presences")
                    .col("tutor_id")
                    .col("lab_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("helping")
                    .col(uuid("request_id").primary_key())
                    .col(uuid("lab_id"))
                    // Nobody while it waits and once it has ended; the row stays for its version.
                    .col(uuid_null("helper_id"))
                    .col(big_integer("version"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("helping_helper")
                    .table("helping")
                    .col("helper_id")
                    .col("lab_id")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["helping", "presences", "tutors"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}
