//! The tables of the service.

use handup_store::migration::prelude::{
    DbErr, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, IndexCreateStatement,
    MigrationName, MigrationTrait, SchemaManager, Table, TableCreateStatement, async_trait,
};
use handup_store::migration::schema::{
    big_integer, big_integer_null, blob, boolean, integer, string, string_uniq, text, uuid,
    uuid_null, uuid_uniq,
};

pub(crate) struct FirstTables;

impl MigrationName for FirstTables {
    fn name(&self) -> &'static str {
        "m001_accounts_sessions_memberships"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for FirstTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            accounts(),
            sessions(),
            refresh_tokens(),
            signing_keys(),
            attempts(),
            organisations(),
            labs(),
            join_codes(),
            memberships(),
        ] {
            manager.create_table(table).await?;
        }
        for index in [
            index("sessions", "account_id"),
            index("refresh_tokens", "session_id"),
            index("memberships", "scope_id"),
            // Everything one person is a member of, and each of it once.
            index("memberships", "account_id")
                .col("scope_id")
                .unique()
                .to_owned(),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "memberships",
            "join_codes",
            "labs",
            "organisations",
            "attempts",
            "signing_keys",
            "refresh_tokens",
            "sessions",
            "accounts",
        ] {
            manager
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

fn index(table: &'static str, column: &'static str) -> IndexCreateStatement {
    Index::create()
        .name(format!("{table}_{column}"))
        .table(table)
        .col(column)
        .to_owned()
}

fn refers_to(
    table: &'static str,
    column: &'static str,
    parent: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, column)
        .to(parent, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

fn accounts() -> TableCreateStatement {
    Table::create()
        .table("accounts")
        .col(uuid("id").primary_key())
        .col(string("username"))
        .col(string_uniq("username_key"))
        .col(string("email"))
        .col(string_uniq("email_key"))
        .col(string("display_name"))
        .col(text("password_hash"))
        .col(boolean("admin"))
        .col(big_integer("created_at_ms"))
        .col(big_integer("version"))
        .to_owned()
}

fn sessions() -> TableCreateStatement {
    Table::create()
        .table("sessions")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(string("device"))
        .col(big_integer("created_at_ms"))
        .col(big_integer("last_used_at_ms"))
        .col(big_integer("expires_at_ms"))
        .col(big_integer_null("ended_at_ms"))
        .col(big_integer("generation"))
        .col(big_integer("rotated_at_ms"))
        .foreign_key(&mut refers_to("sessions", "account_id", "accounts"))
        .to_owned()
}

fn refresh_tokens() -> TableCreateStatement {
    Table::create()
        .table("refresh_tokens")
        .col(string("hash").primary_key())
        .col(uuid("session_id"))
        .col(big_integer("generation"))
        .foreign_key(&mut refers_to("refresh_tokens", "session_id", "sessions"))
        .to_owned()
}

fn signing_keys() -> TableCreateStatement {
    Table::create()
        .table("signing_keys")
        .col(big_integer("serial").primary_key())
        .col(uuid_uniq("id"))
        .col(blob("private_key"))
        .col(big_integer("signs_from_ms"))
        .to_owned()
}

fn attempts() -> TableCreateStatement {
    Table::create()
        .table("attempts")
        .col(string("key").primary_key())
        .col(big_integer("count"))
        .col(big_integer("since_ms"))
        .to_owned()
}

fn organisations() -> TableCreateStatement {
    Table::create()
        .table("organisations")
        .col(uuid("id").primary_key())
        .col(string("name"))
        .col(string_uniq("name_key"))
        .col(string("time_zone"))
        .col(string("plan"))
        .col(big_integer("version"))
        .to_owned()
}

fn labs() -> TableCreateStatement {
    Table::create()
        .table("labs")
        .col(uuid("id").primary_key())
        .col(uuid("organisation_id"))
        .col(big_integer("version"))
        .to_owned()
}

fn join_codes() -> TableCreateStatement {
    Table::create()
        .table("join_codes")
        .col(uuid("lab_id").primary_key())
        .col(string_uniq("code"))
        .to_owned()
}

fn memberships() -> TableCreateStatement {
    Table::create()
        .table("memberships")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(uuid("organisation_id"))
        .col(uuid_null("lab_id"))
        .col(uuid("scope_id"))
        .col(integer("role"))
        .col(boolean("removed"))
        .col(big_integer("version"))
        .col(big_integer("created_at_ms"))
        .foreign_key(&mut refers_to("memberships", "account_id", "accounts"))
        .to_owned()
}
