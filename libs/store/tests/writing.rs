//! What `write_tx` promises, on both databases.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::{BoxFuture, join_all};
use handup_contracts::v1::events::Event;
use handup_contracts::{Code, Problem};
use handup_runtime::{Shutdown, ids};
use handup_store::migration::prelude::{
    DbErr, MigrationName, MigrationTrait, SchemaManager, Table, async_trait,
};
use handup_store::migration::schema::string;
use handup_store::migration::{Migrations, with_messaging};
use handup_store::{Error, Gathered, Store, WriteTx, outbox};
use handup_testkit::database::{Backend, TestDatabase};
use handup_testkit::on_both_databases;
use sea_orm::ConnectionTrait as _;
use tokio::sync::Notify;

on_both_databases!(
    a_work_refused_by_a_rule_leaves_the_others_of_its_batch_alone,
    a_work_that_fails_after_writing_takes_only_its_own_writes_back,
    a_work_that_panics_fails_alone,
    works_with_the_same_key_run_in_the_order_in_which_they_came,
    an_event_is_saved_if_and_only_if_its_work_is,
    gathered_rows_are_there_when_the_work_is_done_and_on_demand_before,
    what_a_refused_work_gathered_or_kept_is_forgotten,
    a_kept_row_is_gone_with_its_transaction,
    a_carried_row_comes_to_the_next_transaction_if_its_own_is_committed,
    the_connections_for_reading_refuse_to_write,
);

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
        manager.create_table(words).await
    }
}

fn migrations() -> Migrations {
    with_messaging(vec![Box::new(Words)])
}

struct World {
    store: Store,
    _database: TestDatabase,
}

impl World {
    async fn new(backend: Backend) -> Self {
        let database = TestDatabase::create(backend).await;
        let store = Store::open("words", &database.settings(), migrations)
            .await
            .unwrap();
        store.migrate().await.unwrap();
        Self {
            store,
            _database: database,
        }
    }

    async fn words(&self) -> Vec<String> {
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
    async fn together<'w>(
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

    fn write<'w, F>(&'w self, work: F) -> BoxFuture<'w, Result<(), Error>>
    where
        F: for<'t> Fn(&'t WriteTx) -> BoxFuture<'t, Result<(), Error>> + Send + Sync + 'static,
    {
        self.store.write_tx("key", work).boxed()
    }

    fn say(&self, word: &'static str) -> BoxFuture<'_, Result<(), Error>> {
        self.write(move |tx| insert(tx, word).boxed())
    }
}

async fn insert(tx: &WriteTx, word: &str) -> Result<(), Error> {
    tx.execute_unprepared(&format!("INSERT INTO words (word) VALUES ('{word}')"))
        .await?;
    Ok(())
}

async fn count(tx: &WriteTx, word: &str) -> Result<usize, Error> {
    let statement = sea_orm::Statement::from_string(
        tx.get_database_backend(),
        format!("SELECT word FROM words WHERE word = '{word}'"),
    );
    Ok(tx.query_all_raw(statement).await?.len())
}

fn event(name: &str) -> Event {
    Event {
        id: ids::new_id().to_string(),
        aggregate_id: "words".to_owned(),
        name: name.to_owned(),
        ..Event::default()
    }
}

struct Word(&'static str);

impl Gathered for Word {
    async fn save_all(tx: &WriteTx, words: Vec<Self>) -> Result<(), Error> {
        for word in words {
            insert(tx, word.0).await?;
        }
        Ok(())
    }
}

async fn a_work_refused_by_a_rule_leaves_the_others_of_its_batch_alone(backend: Backend) {
    let world = World::new(backend).await;
    let refused = world.write(|_| async { Err(Problem::conflict("No.").into()) }.boxed());
    let outcomes = world
        .together(vec![world.say("first"), refused, world.say("last")])
        .await;
    assert_eq!(outcomes, [None, Some(Code::Conflict), None]);
    assert_eq!(world.words().await, ["first", "last"]);
}

async fn a_work_that_fails_after_writing_takes_only_its_own_writes_back(backend: Backend) {
    let world = World::new(backend).await;
    let late = world.write(|tx| {
        async move {
            insert(tx, "late").await?;
            Err(Problem::conflict("Too late.").into())
        }
        .boxed()
    });
    // The same word twice: the database refuses it, and PostgreSQL then the whole transaction.
    let outcomes = world
        .together(vec![
            world.say("first"),
            late,
            world.say("first"),
            world.say("last"),
        ])
        .await;
    assert_eq!(
        outcomes,
        [None, Some(Code::Conflict), Some(Code::Internal), None]
    );
    assert_eq!(world.words().await, ["first", "last"]);
}

async fn a_work_that_panics_fails_alone(backend: Backend) {
    let world = World::new(backend).await;
    let panics = world.write(|tx| {
        async move {
            insert(tx, "lost").await?;
            panic!("as a fault would")
        }
        .boxed()
    });
    let outcomes = world
        .together(vec![world.say("first"), panics, world.say("last")])
        .await;
    assert_eq!(outcomes, [None, Some(Code::Internal), None]);
    assert_eq!(world.words().await, ["first", "last"]);
}

async fn works_with_the_same_key_run_in_the_order_in_which_they_came(backend: Backend) {
    let world = World::new(backend).await;
    let works = (0..100)
        .map(|number| {
            world.write(move |tx| {
                async move {
                    tx.emit(event(&number.to_string()));
                    Ok(())
                }
                .boxed()
            })
        })
        .collect();
    world.together(works).await;
    let saved = outbox::history(world.store.read(), "words").await.unwrap();
    let names: Vec<_> = saved.into_iter().map(|event| event.name).collect();
    let wanted: Vec<_> = (0..100).map(|number| number.to_string()).collect();
    assert_eq!(names, wanted);
}

async fn an_event_is_saved_if_and_only_if_its_work_is(backend: Backend) {
    let world = World::new(backend).await;
    let done = world.write(|tx| {
        async move {
            tx.emit(event("done"));
            insert(tx, "done").await
        }
        .boxed()
    });
    let refused = world.write(|tx| {
        async move {
            tx.emit(event("refused"));
            Err(Problem::conflict("No.").into())
        }
        .boxed()
    });
    let failed = world.write(|tx| {
        async move {
            insert(tx, "failed").await?;
            tx.emit(event("failed"));
            Err(Problem::conflict("No.").into())
        }
        .boxed()
    });
    world.together(vec![done, refused, failed]).await;
    let saved = outbox::history(world.store.read(), "words").await.unwrap();
    assert_eq!(saved.len(), 1);
    assert_eq!(saved[0].name, "done");
    assert_eq!(world.words().await, ["done"]);
}

async fn gathered_rows_are_there_when_the_work_is_done_and_on_demand_before(backend: Backend) {
    let world = World::new(backend).await;
    let gathers = |word: &'static str| {
        world.write(move |tx| {
            tx.gather(Word(word));
            async { Ok(()) }.boxed()
        })
    };
    let looks = world.write(|tx| {
        async move {
            assert_eq!(count(tx, "one").await?, 0);
            tx.save_gathered().await?;
            assert_eq!(count(tx, "one").await?, 1);
            Ok(())
        }
        .boxed()
    });
    let outcomes = world
        .together(vec![gathers("one"), looks, gathers("two")])
        .await;
    assert_eq!(outcomes, [None, None, None]);
    assert_eq!(world.words().await, ["one", "two"]);
}

async fn what_a_refused_work_gathered_or_kept_is_forgotten(backend: Backend) {
    let world = World::new(backend).await;
    let id = ids::new_id();
    let refused = world.write(move |tx| {
        tx.gather(Word("refused"));
        tx.keep(id, "refused");
        async { Err(Problem::conflict("No.").into()) }.boxed()
    });
    let looks = world.write(move |tx| {
        let kept = tx.kept::<&str>(id);
        async move {
            assert_eq!(kept, None);
            insert(tx, "last").await
        }
        .boxed()
    });
    let outcomes = world.together(vec![refused, looks]).await;
    assert_eq!(outcomes, [Some(Code::Conflict), None]);
    assert_eq!(world.words().await, ["last"]);
}

async fn a_kept_row_is_gone_with_its_transaction(backend: Backend) {
    let world = World::new(backend).await;
    let id = ids::new_id();
    let keeps = world.write(move |tx| {
        tx.keep(id, "kept");
        async { Ok(()) }.boxed()
    });
    let finds = world.write(move |tx| {
        assert_eq!(tx.kept(id), Some("kept"));
        async { Ok(()) }.boxed()
    });
    assert_eq!(world.together(vec![keeps, finds]).await, [None, None]);
    world
        .write(move |tx| {
            assert_eq!(tx.kept::<&str>(id), None);
            async { Ok(()) }.boxed()
        })
        .await
        .unwrap();
}

async fn a_carried_row_comes_to_the_next_transaction_if_its_own_is_committed(backend: Backend) {
    let world = World::new(backend).await;
    let id = ids::new_id();
    let carry = |word: &'static str, fails: bool| {
        world.write(move |tx| {
            tx.carry(id, word);
            async move {
                insert(tx, word).await?;
                if fails {
                    return Err(Problem::conflict("No.").into());
                }
                Ok(())
            }
            .boxed()
        })
    };
    let expect = |carried: Option<&'static str>| {
        world.write(move |tx| {
            assert_eq!(tx.take_carried::<&str>(id), carried);
            assert_eq!(tx.take_carried::<&str>(id), None);
            async { Ok(()) }.boxed()
        })
    };
    carry("one", false).await.unwrap();
    expect(Some("one")).await.unwrap();
    carry("two", false).await.unwrap();
    carry("three", true).await.unwrap_err();
    // What was carried before may be what the failed work has changed: it is gone as well.
    expect(None).await.unwrap();
}

async fn the_connections_for_reading_refuse_to_write(backend: Backend) {
    let world = World::new(backend).await;
    let refused = world
        .store
        .read()
        .execute_unprepared("INSERT INTO words (word) VALUES ('smuggled')")
        .await;
    assert!(refused.is_err());
    assert!(world.words().await.is_empty());
}
