//! The soak in short: one lab, an hour in a minute.

use std::time::Duration;

use handup_soak::{Plan, run};
use handup_testkit::database::Backend;
use handup_testkit::on_both_databases;

on_both_databases!(of_an_hour_in_a_minute_nothing_is_lost_or_done_twice);

/// How fast it is, `make soak` says; a lab must not stand still.
const STUCK_MS: u64 = 30_000;

async fn of_an_hour_in_a_minute_nothing_is_lost_or_done_twice(backend: Backend) {
    let plan = Plan::faculty(1, Duration::from_secs(60), 7);
    let report = run(plan, backend).await;
    assert!(report.faults.is_empty(), "{report}");
    assert!(
        report.idle.iter().all(|idle| idle.ms < STUCK_MS),
        "{report}"
    );
    // Else nothing was shown.
    assert!(report.idle.len() > 10, "{report}");
}
