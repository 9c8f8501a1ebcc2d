//! What `write_tx` promises, on both databases.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

mod handing_on;
mod world;

use futures::FutureExt as _;
use handup_contracts::{Code, Problem};
use handup_runtime::ids;
use handup_store::{outbox, update_each};
use handup_testkit::database::Backend;
use handup_testkit::on_both_databases;
use sea_orm::{ConnectionTrait as _, EntityTrait as _, QueryOrder as _, Value};
use uuid::Uuid;

use crate::world::{Word, World, count, counters, event, insert};

on_both_databases!(
    a_work_refused_by_a_rule_leaves_the_others_of_its_batch_alone,
    a_work_that_fails_after_writing_takes_only_its_own_writes_back,
    a_work_that_panics_fails_alone,
    works_with_the_same_key_run_in_the_order_in_which_they_came,
    an_event_is_saved_if_and_only_if_its_work_is,
    gathered_rows_are_there_when_the_work_is_done_and_on_demand_before,
    several_rows_are_updated_at_once_each_to_its_own_values,
    the_connections_for_reading_refuse_to_write,
);

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

async fn several_rows_are_updated_at_once_each_to_its_own_values(backend: Backend) {
    use counters::{ActiveModel, Column, Entity, Model};

    let world = World::new(backend).await;
    // More than one statement takes.
    let rows: Vec<Model> = (0..100)
        .map(|number| Model {
            id: ids::new_id(),
            up: number,
            down: -number,
        })
        .collect();
    let (last, changed) = rows.split_last().unwrap();
    let changes: Vec<(Uuid, [Value; 2])> = changed
        .iter()
        .map(|row| (row.id, [(row.up + 1000).into(), (row.down - 1000).into()]))
        .collect();
    let inserted = rows.clone();
    let update = world.write(move |tx| {
        let (rows, changes) = (inserted.clone(), changes.clone());
        async move {
            Entity::insert_many(rows.into_iter().map(ActiveModel::from))
                .exec_without_returning(tx)
                .await?;
            let columns = [Column::Up, Column::Down];
            update_each::<Entity, _>(tx, Column::Id, columns, &changes).await?;
            // Nothing to update is no statement.
            update_each::<Entity, _>(tx, Column::Id, columns, &[]).await
        }
        .boxed()
    });
    update.await.unwrap();
    let found = Entity::find()
        .order_by_asc(Column::Id)
        .all(world.store.read())
        .await
        .unwrap();
    let wanted: Vec<Model> = changed
        .iter()
        .map(|row| Model {
            id: row.id,
            up: row.up + 1000,
            down: row.down - 1000,
        })
        .chain([last.clone()])
        .collect();
    assert_eq!(found, wanted);
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
