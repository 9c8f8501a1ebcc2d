//! The same figures, whatever happens between the stream and the database.

use handup_contracts::events::ANALYTICS_REQUESTS;
use handup_contracts::v1::analytics::LabStatisticsReply;
use handup_contracts::v1::events::Event;
use handup_contracts::v1::types::Role;
use handup_runtime::ids;
use handup_testkit::database::Backend;
use proptest::strategy::{Just, Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use crate::script::morning;
use crate::world::World;

/// A manager, and the lab that person manages.
async fn lab(world: &World) -> (Uuid, Uuid) {
    let (manager, lab) = (ids::new_id(), ids::new_id());
    world.grant(manager, lab, Role::Manager).await;
    (manager, lab)
}

/// `figures` without the name of the lab, to compare two labs.
fn anywhere(figures: LabStatisticsReply) -> LabStatisticsReply {
    LabStatisticsReply {
        lab_id: String::new(),
        ..figures
    }
}

fn shuffled_with_duplicates(runner: &mut TestRunner, events: &[Event]) -> Vec<Event> {
    let twice: Vec<_> = events.iter().chain(events).cloned().collect();
    let tree = Just(twice).prop_shuffle().new_tree(runner);
    tree.expect("an order").current()
}

async fn any_order_with_duplicates_gives_the_same_figures(backend: Backend) {
    let (world, first) = World::with_service(backend).await;
    let (manager, right_lab) = lab(&world).await;
    world.happens(&morning(right_lab)).await;
    let right = anywhere(world.figures(manager, right_lab).await);

    let second = world.replica().await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..5 {
        let (manager, lab) = lab(&world).await;
        let events = shuffled_with_duplicates(&mut runner, &morning(lab));
        world.happens(&events).await;
        assert_eq!(anywhere(world.figures(manager, lab).await), right);
    }
    first.stop().await;
    second.stop().await;
}

async fn acknowledgements_that_are_lost_change_nothing(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let (manager, lab) = lab(&world).await;
    world.happens(&morning(lab)).await;
    let before = world.figures(manager, lab).await;
    // Stopped after its commits; what it had acknowledged is unknown to the next one.
    service.stop().await;
    world
        .publisher
        .forget_acknowledgements(ANALYTICS_REQUESTS)
        .await;
    let service = world.replica().await;
    world.settled().await;
    assert_eq!(world.figures(manager, lab).await, before);
    service.stop().await;
}

async fn a_replay_rebuilds_the_same_figures(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let (manager, lab) = lab(&world).await;
    let events = morning(lab);
    world.happens(&events).await;
    let before = world.figures(manager, lab).await;
    assert_eq!(before.requests, 8);

    let store = world.deps().await.store;
    handup_analytics::rebuild(&store).await.expect("a rebuild");
    assert_eq!(world.figures(manager, lab).await.requests, 0);
    world.happens(&events).await;
    assert_eq!(world.figures(manager, lab).await, before);

    // While events come in, and more than once.
    let (rebuilt, ()) = tokio::join!(handup_analytics::rebuild(&store), world.publish(&events));
    rebuilt.expect("a rebuild");
    world.happens(&events).await;
    assert_eq!(world.figures(manager, lab).await, before);
    service.stop().await;
}

handup_testkit::on_both_databases!(
    any_order_with_duplicates_gives_the_same_figures,
    acknowledgements_that_are_lost_change_nothing,
    a_replay_rebuilds_the_same_figures,
);
