//! The hint that figures have changed.

use std::time::Instant;

use futures::StreamExt as _;
use handup_contracts::events::{all_statistics_hints, statistics_hint};
use handup_runtime::ids;
use handup_testkit::database::Backend;
use handup_testkit::wait;

use crate::script::Story;
use crate::world::{PREFIX, World};

async fn changes_are_hinted_at_but_not_each_of_them(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let mut hints = world
        .client
        .subscribe(all_statistics_hints(PREFIX))
        .await
        .unwrap();
    let (busy, quiet) = (ids::new_id(), ids::new_id());
    let began = Instant::now();
    let events: Vec<_> = (0..60)
        .flat_map(|minute| Story::asked(busy, minute).events())
        .collect();
    world.happens(&events).await;
    world.happens(&Story::asked(quiet, 1).events()).await;

    // The quiet lab's only change comes last; its hint must come all the same.
    let subject = statistics_hint(PREFIX, &quiet.to_string());
    let mut busy_hints = 0;
    loop {
        let hint = tokio::time::timeout(wait::LONGEST, hints.next())
            .await
            .expect("a hint in time")
            .expect("a hint");
        if hint.subject.as_str() == subject {
            break;
        }
        assert_eq!(
            hint.subject.as_str(),
            statistics_hint(PREFIX, &busy.to_string())
        );
        busy_hints += 1;
    }
    let most = began.elapsed().as_secs() + 1;
    assert!(
        (1..=most).contains(&busy_hints),
        "{busy_hints} hints, at most {most} allowed"
    );
    service.stop().await;
}

handup_testkit::on_both_databases!(changes_are_hinted_at_but_not_each_of_them);
