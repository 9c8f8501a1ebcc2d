use handup_store::migration::prelude::{
    ConnectionTrait, DbErr, Index, MigrationName, MigrationTrait, SchemaManager, Table,
    TableCreateStatement, async_trait,
};
use handup_store::migration::schema::{
    big_integer, big_integer_null, boolean, integer, string, text, uuid, uuid_null,
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

/// Labs' rules, requests that wait, offers, and how help is shared out.
pub(crate) struct Offers;

impl MigrationName for Offers {
    fn name(&self) -> &'static str {
        "m002_offers"
    }
}

/// What is known of a tutor's share, with what it was before there were offers.
const SHARE_COLUMNS: [&str; 6] = [
    "session_ms",
    "on_duty_ms",
    "helped_ms",
    "counted_to_ms",
    "last_offer_ms",
    "missed",
];

#[async_trait::async_trait]
impl MigrationTrait for Offers {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(labs_table()).await?;
        manager.create_table(requests_table()).await?;
        manager.create_table(offers_table()).await?;
        let connection = manager.get_connection();
        for statement in [
            "CREATE INDEX labs_deadline ON labs (look_at_ms) WHERE look_at_ms IS NOT NULL",
            "CREATE INDEX labs_reading ON labs (read_at_ms) WHERE read_at_ms IS NOT NULL",
            // 1 pending, 2 in progress: the numbers of the message `RequestStatus`.
            "CREATE INDEX requests_open ON requests (lab_id, place) WHERE status IN (1, 2)",
            "CREATE INDEX requests_helper ON requests (helper_id, lab_id)",
            // 1 sent, 2 accepted: the numbers of the message `OfferState`. No helper decides on two
            // requests of a lab at once.
            "CREATE UNIQUE INDEX offers_one_open ON offers (lab_id, helper_id) WHERE state = 1",
            "CREATE INDEX offers_request ON offers (request_id)",
            "CREATE INDEX offers_lab ON offers (lab_id, id)",
            "CREATE INDEX offers_helper ON offers (helper_id) WHERE state = 1",
            "CREATE INDEX offers_claims ON offers (ended_at_ms) WHERE state = 2 AND settled = FALSE",
            // What the former table knew; the rest comes with the next events.
            "INSERT INTO requests (request_id, lab_id, helper_id, status, place, seat, description, \
             topic, student_name, held_until_ms, outcome, version) \
             SELECT request_id, lab_id, helper_id, CASE WHEN helper_id IS NULL THEN 0 ELSE 2 END, \
             0, '', '', '', '', 0, 0, version FROM helping",
        ] {
            connection.execute_unprepared(statement).await?;
        }
        for column in SHARE_COLUMNS {
            connection
                .execute_unprepared(&format!(
                    "ALTER TABLE tutors ADD COLUMN {column} BIGINT NOT NULL DEFAULT 0"
                ))
                .await?;
        }
        manager
            .drop_table(Table::drop().table("helping").to_owned())
            .await
    }
}

fn labs_table() -> TableCreateStatement {
    Table::create()
        .table("labs")
        .col(uuid("id").primary_key())
        // The numbers of the message `AssignmentMode`.
        .col(integer("mode"))
        .col(boolean("paused"))
        .col(integer("offer_deadline_s"))
        .col(integer("grace_s"))
        .col(big_integer("opened_at_ms"))
        // When to look at the lab even if nothing happens. Nothing: no deadline.
        .col(big_integer_null("look_at_ms"))
        // When to read who waits from the service that owns the queue. Nothing: no need.
        .col(big_integer_null("read_at_ms"))
        .col(big_integer("version"))
        .to_owned()
}

fn requests_table() -> TableCreateStatement {
    Table::create()
        .table("requests")
        .col(uuid("request_id").primary_key())
        .col(uuid("lab_id"))
        .col(integer("status"))
        .col(integer("outcome"))
        .col(big_integer("place"))
        // Nobody while it waits and once it has ended; the row stays for its version.
        .col(uuid_null("helper_id"))
        .col(string("helper_name").default(""))
        .col(string("seat"))
        .col(text("description"))
        .col(string("topic"))
        .col(string("student_name"))
        .col(big_integer("held_until_ms"))
        .col(big_integer("version"))
        .to_owned()
}

fn offers_table() -> TableCreateStatement {
    Table::create()
        .table("offers")
        .col(uuid("id").primary_key())
        .col(uuid("lab_id"))
        .col(uuid("request_id"))
        .col(uuid("helper_id"))
        .col(string("helper_name"))
        .col(integer("state"))
        .col(text("reason"))
        .col(integer("wave"))
        .col(big_integer("sent_at_ms"))
        .col(big_integer("expires_at_ms"))
        .col(big_integer("ended_at_ms"))
        // A JSON array of [name, value].
        .col(text("score"))
        .col(string("seat"))
        .col(text("description"))
        .col(string("topic"))
        .col(string("student_name"))
        // The request's version when the helper said yes, and whether the service that owns the
        // request has been heard of since.
        .col(big_integer("claimed_version"))
        .col(boolean("settled"))
        .col(big_integer("version"))
        .to_owned()
}

/// Where the seats of a lab stand, and where its tutors were last.
pub(crate) struct Seats;

impl MigrationName for Seats {
    fn name(&self) -> &'static str {
        "m003_seats"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Seats {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [
            // A JSON array of [PC number, column, row].
            ("labs", "seats TEXT NOT NULL DEFAULT '[]'"),
            ("tutors", "seat TEXT NOT NULL DEFAULT ''"),
        ] {
            manager
                .get_connection()
                .execute_unprepared(&format!("ALTER TABLE {table} ADD COLUMN {column}"))
                .await?;
        }
        Ok(())
    }
}
