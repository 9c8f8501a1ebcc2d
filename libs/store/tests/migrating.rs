//! Migrations of programs of different age on one database, on both databases.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

use futures::future::join_all;
use handup_contracts::Problem;
use handup_store::Store;
use handup_store::migration::prelude::{
    DbErr, MigrationName, MigrationTrait, SchemaManager, Table, async_trait,
};
use handup_store::migration::schema::string;
use handup_store::migration::{Migrations, with_messaging};
use handup_testkit::database::{Backend, TestDatabase};
use handup_testkit::on_both_databases;
use sea_orm::ConnectionTrait as _;

on_both_databases!(
    an_older_program_leaves_a_newer_database_alone,
    what_another_program_made_instead_is_no_substitute,
    replicas_that_start_on_an_empty_database_at_once_all_start,
);

/// Makes a table of its own name.
struct Make(&'static str);

impl MigrationName for Make {
    fn name(&self) -> &str {
        self.0
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Make {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table.table(self.0).col(string("word").primary_key());
        manager.create_table(table).await
    }
}

fn old() -> Migrations {
    with_messaging(vec![Box::new(Make("m001_words"))])
}

fn new() -> Migrations {
    with_messaging(vec![
        Box::new(Make("m001_words")),
        Box::new(Make("m002_more")),
    ])
}

/// As many as `old`, and another one among them.
fn other() -> Migrations {
    with_messaging(vec![Box::new(Make("m002_more"))])
}

async fn open(database: &TestDatabase, migrations: fn() -> Migrations) -> Store {
    Store::open("words", &database.settings(), migrations)
        .await
        .unwrap()
}

async fn an_older_program_leaves_a_newer_database_alone(backend: Backend) {
    let database = TestDatabase::create(backend).await;
    let newer = open(&database, new).await;
    newer.migrate().await.unwrap();
    let older = open(&database, old).await;
    older.migrate().await.unwrap();
    older.check().await.unwrap();
    newer.check().await.unwrap();
    let table = "SELECT word FROM m002_more";
    newer.read().execute_unprepared(table).await.unwrap();
    older.close().await;
    newer.close().await;
}

async fn what_another_program_made_instead_is_no_substitute(backend: Backend) {
    let database = TestDatabase::create(backend).await;
    let one = open(&database, old).await;
    one.migrate().await.unwrap();
    let another = open(&database, other).await;
    let problem = Problem::from(another.check().await.unwrap_err());
    let internal = problem.internal.unwrap();
    assert!(
        internal.contains("1 migrations are not applied"),
        "{internal}"
    );
    another.migrate().await.unwrap_err();
    another.close().await;
    one.close().await;
}

async fn replicas_that_start_on_an_empty_database_at_once_all_start(backend: Backend) {
    for _ in 0..20 {
        let database = TestDatabase::create(backend).await;
        let starting = (0..8).map(|_| async {
            let store = open(&database, old).await;
            store.migrate().await.unwrap();
            store
        });
        for store in join_all(starting).await {
            store.check().await.unwrap();
            store.close().await;
        }
    }
}
