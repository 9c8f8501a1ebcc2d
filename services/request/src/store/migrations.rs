use handup_store::migration::prelude::{
    ConnectionTrait, DbErr, ForeignKey, Index, IndexCreateStatement, MigrationName, MigrationTrait,
    SchemaManager, Table, async_trait,
};
use handup_store::migration::schema::{
    big_integer, boolean, integer, string, string_null, text, uuid, uuid_null,
};

/// Labs with their queues, and requests.
pub(crate) struct LabsAndRequests;

impl MigrationName for LabsAndRequests {
    fn name(&self) -> &'static str {
        "m001_labs_and_requests"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for LabsAndRequests {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("labs")
                    .col(uuid("id").primary_key())
                    .col(uuid("organisation_id"))
                    .col(string("name"))
                    .col(string("room"))
                    // A JSON array of names, in the order of display.
                    .col(text("topics"))
                    .col(boolean("queue_open"))
                    .col(big_integer("revision"))
                    // How many requests are pending: kept, because every create asks for it.
                    .col(big_integer("waiting"))
                    .col(big_integer("version"))
                    .col(big_integer("created_at_ms"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("labs_organisation", "labs", &["organisation_id"]))
            .await?;
        manager.create_table(requests_table()).await?;
        for created in [
            index("requests_student", "requests", &["student_id", "id"]),
            index("requests_helper", "requests", &["helper_id", "id"]),
            index("requests_lab", "requests", &["lab_id", "id"]),
        ] {
            manager.create_index(created).await?;
        }
        let connection = manager.get_connection();
        // 1 pending, 2 in progress: the numbers of the message `RequestStatus`.
        connection
            .execute_unprepared(
                "CREATE UNIQUE INDEX requests_one_open ON requests (lab_id, student_id) \
                 WHERE status IN (1, 2)",
            )
            .await?;
        connection
            .execute_unprepared(
                "CREATE INDEX requests_open ON requests (lab_id, status, place) \
                 WHERE status IN (1, 2)",
            )
            .await?;
        connection
            .execute_unprepared(
                "CREATE UNIQUE INDEX requests_idempotency ON requests \
                 (student_id, lab_id, idempotency_key) WHERE idempotency_key IS NOT NULL",
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["requests", "labs"] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

fn requests_table() -> handup_store::migration::prelude::TableCreateStatement {
    Table::create()
        .table("requests")
        .col(uuid("id").primary_key())
        .col(uuid("organisation_id"))
        .col(uuid("lab_id"))
        .col(uuid("student_id"))
        .col(string("student_name"))
        .col(uuid_null("helper_id"))
        .col(string("helper_name"))
        .col(integer("status"))
        .col(integer("outcome"))
        .col(string("seat"))
        .col(text("description"))
        .col(string("topic"))
        .col(big_integer("place"))
        .col(text("note"))
        .col(integer("put_backs"))
        .col(big_integer("created_at_ms"))
        .col(big_integer("accepted_at_ms"))
        .col(big_integer("first_accepted_at_ms"))
        .col(big_integer("finished_at_ms"))
        .col(big_integer("version"))
        .col(string_null("idempotency_key"))
        // The answer that a repeated call with the same key gets again.
        .col(integer("first_position"))
        .col(big_integer("first_revision"))
        .foreign_key(
            ForeignKey::create()
                .from("requests", "lab_id")
                .to("labs", "id"),
        )
        .to_owned()
}

fn index(
    name: &'static str,
    table: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// Weekly hours, and the time zones they are in.
pub(crate) struct Schedules;

impl MigrationName for Schedules {
    fn name(&self) -> &'static str {
        "m003_schedules"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Schedules {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("organisations")
                    .col(uuid("id").primary_key())
                    .col(string("time_zone"))
                    .col(big_integer("version"))
                    .to_owned(),
            )
            .await?;
        for statement in [
            // A JSON object; what is missing has its default.
            "ALTER TABLE labs ADD COLUMN schedule TEXT NOT NULL DEFAULT '{}'",
            // 0: never.
            "ALTER TABLE labs ADD COLUMN next_turn_at_ms BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE labs ADD COLUMN next_turn_opens BOOLEAN NOT NULL DEFAULT FALSE",
            // Empty: not known yet.
            "ALTER TABLE labs ADD COLUMN time_zone TEXT NOT NULL DEFAULT ''",
            "CREATE INDEX labs_next_turn ON labs (next_turn_at_ms) WHERE next_turn_at_ms > 0",
            "CREATE INDEX labs_without_time_zone ON labs (organisation_id) WHERE time_zone = ''",
        ] {
            manager
                .get_connection()
                .execute_unprepared(statement)
                .await?;
        }
        Ok(())
    }
}

/// How a queue is run, breaks, words to all, and held places.
pub(crate) struct Policies;

impl MigrationName for Policies {
    fn name(&self) -> &'static str {
        "m002_policies"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Policies {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [
            // A JSON object; what is missing has its default.
            ("labs", "policy TEXT NOT NULL DEFAULT '{}'"),
            ("labs", "paused BOOLEAN NOT NULL DEFAULT FALSE"),
            // When the running session began; 0 while the queue is closed.
            ("labs", "opened_at_ms BIGINT NOT NULL DEFAULT 0"),
            ("labs", "announcement TEXT NOT NULL DEFAULT ''"),
            ("labs", "announced_at_ms BIGINT NOT NULL DEFAULT 0"),
            ("labs", "announced_by TEXT NOT NULL DEFAULT ''"),
            ("requests", "held_from_ms BIGINT NOT NULL DEFAULT 0"),
            ("requests", "held_until_ms BIGINT NOT NULL DEFAULT 0"),
            ("requests", "held_ms BIGINT NOT NULL DEFAULT 0"),
            ("requests", "helped_before INTEGER NOT NULL DEFAULT 0"),
        ] {
            manager
                .get_connection()
                .execute_unprepared(&format!("ALTER TABLE {table} ADD COLUMN {column}"))
                .await?;
        }
        // Queues that are open already: their session began when they were made, as far as known.
        manager
            .get_connection()
            .execute_unprepared("UPDATE labs SET opened_at_ms = created_at_ms WHERE queue_open")
            .await?;
        Ok(())
    }
}

/// Questions that others may join.
pub(crate) struct SameProblem;

impl MigrationName for SameProblem {
    fn name(&self) -> &'static str {
        "m004_same_problem"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SameProblem {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("companions")
                    .col(uuid("student_id"))
                    .col(uuid("request_id"))
                    .primary_key(Index::create().col("student_id").col("request_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("companions_request", "companions", &["request_id"]))
            .await?;
        for column in [
            "shared BOOLEAN NOT NULL DEFAULT FALSE",
            // A JSON array in the order of joining.
            "companions TEXT NOT NULL DEFAULT '[]'",
        ] {
            manager
                .get_connection()
                .execute_unprepared(&format!("ALTER TABLE requests ADD COLUMN {column}"))
                .await?;
        }
        Ok(())
    }
}

/// Where the seats of a room stand.
pub(crate) struct Seats;

impl MigrationName for Seats {
    fn name(&self) -> &'static str {
        "m005_seats"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Seats {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("ALTER TABLE labs ADD COLUMN seats TEXT NOT NULL DEFAULT '[]'")
            .await?;
        Ok(())
    }
}
