//! A database with words and counters.

use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::{BoxFuture, join_all};
use handup_contracts::v1::events::Event;
use handup_contracts::{Code, Problem};
use handup_runtime::{Shutdown, ids};
use handup_store::migration::prelude::{
    DbErr, MigrationName, MigrationTrait, SchemaManager, Table, async_trait,
};
use handup_store::migration::schema::{big_integer, string, uuid};
use handup_store::migration::{Migrations, with_messaging};
use handup_store::{Error, Gathered, Store, WriteTx};
use handup_testkit::database::{Backend, TestDatabase};
use sea_orm::ConnectionTrait as _;
use tokio::sync::Notify;
use uuid::Uuid;

struct Words;

impl MigrationName for Words {
    fn name(&self) -> &'static str {
        "m001_words"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Words {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut words = Table::create();
        words.table("words").col(string("word").primary_key());
        manager.create_table(words).await?;
        let mut counters = Table::create();
        counters
            .table("counters")
            .col(uuid("id").primary_key())
            .col(big_integer("up"))
            .col(big_integer("down"));
        manager.create_table(counters).await
    }
}

pub mod counters {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "counters")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub up: i64,
        pub down: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub fn migrations() -> Migrations {
    with_messaging(vec![Box::new(Words)])
}

pub struct World {
    pub store: Store,
    pub database: TestDatabase,
}

impl World {
    pub async fn new(backend: Backend) -> Self {
        let database = TestDatabase::create(backend).await;
        let store = Store::open("words", &database.settings(), migrations)
            .await
            .unwrap();
        store.migrate().await.unwrap();
        Self { store, database }
    }

    pub async fn words(&self) -> Vec<String> {
        let rows = self
            .store
            .read()
            .query_all_raw(sea_orm::Statement::from_string(
                self.store.read().get_database_backend(),
                "SELECT word FROM words ORDER BY word",
            ))
            .await
            .unwrap();
        rows.iter()
            .map(|row| row.try_get("", "word").unwrap())
            .collect()
    }

    /// Runs `works` in one batch: they wait while another work with the same key is held up.
    pub async fn together<'w>(
        &self,
        works: Vec<BoxFuture<'w, Result<(), Error>>>,
    ) -> Vec<Option<Code>> {
        // The second stays set: the work may be run once more.
        let (running, go_on) = (Arc::new(Notify::new()), Shutdown::new());
        let holding_up = {
            let (running, go_on) = (Arc::clone(&running), go_on.clone());
            self.store.write_tx("key", move |_| {
                let (running, go_on) = (Arc::clone(&running), go_on.clone());
                async move {
                    running.notify_one();
                    go_on.requested().await;
                    Ok(())
                }
                .boxed()
            })
        };
        // Not before the other one runs: some of them could still become part of its transaction.
        let waiting = async {
            running.notified().await;
            let release = async { go_on.request() };
            // In this order: all works have joined the queue when the one before them is released.
            let (outcomes, ()) = tokio::join!(biased; join_all(works), release);
            outcomes
        };
        let (held_up, outcomes) = tokio::join!(holding_up, waiting);
        held_up.unwrap();
        outcomes
            .into_iter()
            .map(|outcome| outcome.err().map(|error| Problem::from(error).code))
            .collect()
    }

    pub fn write<'w, F>(&'w self, work: F) -> BoxFuture<'w, Result<(), Error>>
    where
        F: for<'t> Fn(&'t WriteTx) -> BoxFuture<'t, Result<(), Error>> + Send + Sync + 'static,
    {
        self.store.write_tx("key", work).boxed()
    }

    pub fn keep(&self, id: Uuid) -> BoxFuture<'_, Result<(), Error>> {
        self.write(move |tx| {
            tx.keep(id, "kept");
            async { Ok(()) }.boxed()
        })
    }

    /// What is kept of the row must be `kept`.
    pub fn expect_kept(
        &self,
        id: Uuid,
        kept: Option<&'static str>,
    ) -> BoxFuture<'_, Result<(), Error>> {
        self.write(move |tx| {
            assert_eq!(tx.kept::<&str>(id), kept);
            async { Ok(()) }.boxed()
        })
    }

    pub fn say(&self, word: &'static str) -> BoxFuture<'_, Result<(), Error>> {
        self.write(move |tx| insert(tx, word).boxed())
    }
}

pub async fn insert(tx: &WriteTx, word: &str) -> Result<(), Error> {
    tx.execute_unprepared(&format!("INSERT INTO words (word) VALUES ('{word}')"))
        .await?;
    Ok(())
}

pub async fn count(tx: &WriteTx, word: &str) -> Result<usize, Error> {
    let statement = sea_orm::Statement::from_string(
        tx.get_database_backend(),
        format!("SELECT word FROM words WHERE word = '{word}'"),
    );
    Ok(tx.query_all_raw(statement).await?.len())
}

pub fn event(name: &str) -> Event {
    Event {
        id: ids::new_id().to_string(),
        aggregate_id: "words".to_owned(),
        name: name.to_owned(),
        ..Event::default()
    }
}

pub struct Word(pub &'static str);

impl Gathered for Word {
    async fn save_all(tx: &WriteTx, words: Vec<Self>) -> Result<(), Error> {
        for word in words {
            insert(tx, word.0).await?;
        }
        Ok(())
    }
}
