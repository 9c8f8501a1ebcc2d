//! The tables of this service.

use handup_store::migration::prelude::{
    ConnectionTrait, DbErr, Index, MigrationName, MigrationTrait, SchemaManager, Table, async_trait,
};
use handup_store::migration::schema::{
    big_integer, big_integer_null, boolean, integer, string, text, uuid, uuid_null,
};

/// All migrations, in order.
#[must_use]
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(NotificationTables), Box::new(Companions)]
}

/// Who waits with a request because of the same problem.
struct Companions;

impl MigrationName for Companions {
    fn name(&self) -> &'static str {
        "m002_companions"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Companions {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared(
                // A JSON array of students.
                "ALTER TABLE known_requests ADD COLUMN companions TEXT NOT NULL DEFAULT '[]'",
            )
            .await?;
        Ok(())
    }
}

struct NotificationTables;

impl MigrationName for NotificationTables {
    fn name(&self) -> &'static str {
        "m001_notifications"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for NotificationTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_notifications(manager).await?;
        create_queue(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "notifications",
            "mailboxes",
            "known_requests",
            "known_queues",
        ] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

async fn create_notifications(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("notifications")
                .col(uuid("id").primary_key())
                .col(uuid("event_id"))
                .col(uuid("account_id"))
                .col(string("kind"))
                .col(text("title"))
                .col(text("body"))
                .col(uuid_null("lab_id"))
                .col(uuid_null("request_id"))
                .col(big_integer("created_at_ms"))
                .col(big_integer_null("read_at_ms"))
                .col(big_integer("version"))
                .col(boolean("announced"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("notifications_once_per_event")
                .table("notifications")
                .col("event_id")
                .col("account_id")
                .col("kind")
                .unique()
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("notifications_account")
                .table("notifications")
                .col("account_id")
                .col("id")
                .to_owned(),
        )
        .await?;
    // Partial: marking all as read and listing the unread cost the same however long the history.
    manager
        .get_connection()
        .execute_unprepared(
            "CREATE INDEX notifications_unread ON notifications (account_id, id) \
             WHERE read_at_ms IS NULL",
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("mailboxes")
                .col(uuid("account_id").primary_key())
                .col(big_integer("unread"))
                .to_owned(),
        )
        .await
}

async fn create_queue(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("known_requests")
                .col(uuid("id").primary_key())
                .col(uuid("lab_id"))
                .col(uuid("student_id"))
                .col(uuid_null("helper_id"))
                .col(integer("status"))
                .col(integer("outcome"))
                .col(text("seat"))
                .col(big_integer("place"))
                .col(integer("put_backs"))
                .col(big_integer("accepted_at_ms"))
                .col(big_integer("version"))
                .col(big_integer("since_revision"))
                .col(big_integer("left_revision"))
                .col(integer("near_front"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("known_requests_line")
                .table("known_requests")
                .col("lab_id")
                .col("status")
                .col("place")
                .col("id")
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("known_requests_left")
                .table("known_requests")
                .col("lab_id")
                .col("left_revision")
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("known_queues")
                .col(uuid("lab_id").primary_key())
                .col(big_integer("version"))
                .col(boolean("queue_open"))
                .col(text("lab_name"))
                .col(big_integer("closed_version"))
                .col(big_integer("closed_revision"))
                .col(uuid_null("closed_event_id"))
                .col(uuid_null("closed_by"))
                .col(big_integer("revision"))
                .to_owned(),
        )
        .await
}
