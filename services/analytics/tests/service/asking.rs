//! Who may ask for figures, and what they say.

use handup_contracts::Code;
use handup_contracts::v1::analytics::{GetLabStatisticsRequest, Spread};
use handup_contracts::v1::types::Role;
use handup_runtime::ids;
use handup_testkit::database::Backend;

use crate::script::{DAY_MS, HOUR_MS, MINUTE_MS, START_MS, morning};
use crate::world::{NOW_MS, World};

async fn a_manager_reads_the_figures_of_the_lab(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let (manager, lab, other_lab) = (ids::new_id(), ids::new_id(), ids::new_id());
    world.grant(manager, lab, Role::Manager).await;
    world.happens(&morning(lab)).await;
    world.happens(&morning(other_lab)).await;

    let figures = world.figures(manager, lab).await;
    assert_eq!(figures.requests, 8);
    assert_eq!(
        (
            figures.waiting,
            figures.in_progress,
            figures.completed,
            figures.cancelled
        ),
        (1, 1, 4, 2)
    );
    assert_eq!(figures.put_backs, 1);
    // Waits in minutes: 1, 1, 2, 6, 10, 25 and one that lasts; who gave up is not among them.
    let still_waiting = NOW_MS - START_MS - 70 * MINUTE_MS;
    assert_eq!(
        figures.wait,
        Some(Spread {
            count: 7,
            median_ms: 6 * MINUTE_MS,
            p90_ms: still_waiting,
        })
    );
    // Help in minutes: 1, 4, 5, 12.
    assert_eq!(
        figures.help,
        Some(Spread {
            count: 4,
            median_ms: 4 * MINUTE_MS,
            p90_ms: 12 * MINUTE_MS,
        })
    );
    let hours: Vec<_> = figures
        .hours
        .iter()
        .map(|hour| {
            (
                (hour.from_ms - START_MS) / HOUR_MS,
                hour.requests,
                hour.helped,
            )
        })
        .collect();
    assert_eq!(hours, [(0, 4, 3), (1, 3, 0), (3, 1, 1)]);
    let first_wait = figures.hours[0].wait.unwrap();
    assert_eq!((first_wait.count, first_wait.median_ms), (3, 6 * MINUTE_MS));
    service.stop().await;
}

async fn only_managers_may_ask_and_only_for_a_real_span(backend: Backend) {
    let (world, service) = World::with_service(backend).await;
    let (manager, tutor, lab) = (ids::new_id(), ids::new_id(), ids::new_id());
    world.grant(manager, lab, Role::Manager).await;
    world.grant(tutor, lab, Role::Tutor).await;
    let request = |from_ms, to_ms| GetLabStatisticsRequest {
        lab_id: lab.to_string(),
        from_ms,
        to_ms,
    };
    let fields = |problem: handup_contracts::Problem| {
        assert_eq!(problem.code, Code::Invalid);
        let fields = problem.fields.into_iter().map(|one| one.field);
        fields.collect::<Vec<_>>()
    };

    let refused = world
        .ask(tutor, request(START_MS, NOW_MS))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Forbidden);
    let empty = world
        .ask(manager, request(START_MS, START_MS))
        .await
        .unwrap_err();
    assert_eq!(fields(empty), ["to"]);
    let long = world
        .ask(manager, request(START_MS, START_MS + 371 * DAY_MS))
        .await;
    assert_eq!(fields(long.unwrap_err()), ["to"]);
    let nonsense = GetLabStatisticsRequest {
        lab_id: "lab".to_owned(),
        from_ms: -1,
        to_ms: 0,
    };
    let nonsense = world.ask(manager, nonsense).await.unwrap_err();
    assert_eq!(fields(nonsense), ["lab_id", "from"]);

    let nothing = world.ask(manager, request(START_MS, NOW_MS)).await.unwrap();
    assert_eq!(nothing.requests, 0);
    assert_eq!(nothing.wait, Some(Spread::default()));
    assert!(nothing.hours.is_empty());
    service.stop().await;
}

handup_testkit::on_both_databases!(
    a_manager_reads_the_figures_of_the_lab,
    only_managers_may_ask_and_only_for_a_real_span,
);
