//! What the works and transactions of a lane leave to those after them.

use futures::FutureExt as _;
use handup_contracts::{Code, Problem};
use handup_runtime::ids;
use handup_store::Store;
use handup_testkit::database::Backend;
use handup_testkit::on_both_databases;

use crate::world::{Word, World, insert, migrations};

on_both_databases!(
    what_a_refused_work_gathered_or_kept_is_forgotten,
    a_kept_row_comes_to_the_next_transaction_if_the_database_can_tell_that_it_holds,
    a_kept_row_is_forgotten_when_another_replica_has_written,
    a_kept_row_is_forgotten_with_the_failure_of_its_transaction,
    a_carried_row_comes_to_the_next_transaction_if_its_own_is_committed,
);

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

async fn a_kept_row_comes_to_the_next_transaction_if_the_database_can_tell_that_it_holds(
    backend: Backend,
) {
    let world = World::new(backend).await;
    let id = ids::new_id();
    let outcomes = world
        .together(vec![world.keep(id), world.expect_kept(id, Some("kept"))])
        .await;
    assert_eq!(outcomes, [None, None]);
    let holds = (backend == Backend::Sqlite).then_some("kept");
    world.expect_kept(id, holds).await.unwrap();
    // What this lane writes itself changes no row that it keeps without keeping the new one.
    world.say("something else").await.unwrap();
    world.expect_kept(id, holds).await.unwrap();
}

async fn a_kept_row_is_forgotten_when_another_replica_has_written(backend: Backend) {
    let world = World::new(backend).await;
    let replica = Store::open("words", &world.database.settings(), migrations)
        .await
        .unwrap();
    let id = ids::new_id();
    world.keep(id).await.unwrap();
    replica
        .write_tx("key", |tx| insert(tx, "from the other").boxed())
        .await
        .unwrap();
    world.expect_kept(id, None).await.unwrap();
}

async fn a_kept_row_is_forgotten_with_the_failure_of_its_transaction(backend: Backend) {
    let world = World::new(backend).await;
    let id = ids::new_id();
    world.keep(id).await.unwrap();
    let fails = world.write(move |tx| {
        tx.keep(id, "never saved");
        async move {
            insert(tx, "never saved").await?;
            Err(Problem::conflict("No.").into())
        }
        .boxed()
    });
    fails.await.unwrap_err();
    world.expect_kept(id, None).await.unwrap();
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
