//! Kill -9 in the middle, and start again.

use handup_runtime::{Clock as _, SystemClock};
use handup_system_tests::Person;
use handup_testkit::wait;
use serde_json::json;

use crate::process::Up;

const PASSWORD: &str = "handup-demo-2026";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_was_acknowledged_is_gone_after_kill_nine() {
    let data = tempfile::tempdir().unwrap();
    let first = Up::start(data.path()).await;
    let sam = Person::log_in(first.address, "sam", PASSWORD).await;
    let sue = Person::log_in(first.address, "sue", PASSWORD).await;
    let tom = Person::log_in(first.address, "tom", PASSWORD).await;
    let labs = tom.get("/api/v1/labs").await.ok();
    let lab = format!("/api/v1/labs/{}", labs["labs"][0]["id"].as_str().unwrap());
    let asked = sam.ask(&lab, "14", "one").await.ok();
    let request = format!(
        "/api/v1/requests/{}",
        asked["request"]["id"].as_str().unwrap()
    );
    sue.ask(&lab, "15", "one").await.ok();
    tom.act(&format!("{request}/accept")).await.ok();
    first.kill().await;

    let second = Up::start(data.path()).await;
    // Tokens outlive the process: the keys are in the database.
    let (sam, tom) = (sam.at(second.address), tom.at(second.address));
    let detail = sam.get(&request).await.ok();
    assert_eq!(detail["request"]["status"], "in_progress");
    assert_eq!(detail["request"]["helper_name"], "Tom Tutor");
    let queue = tom.get(&format!("{lab}/queue")).await.ok();
    assert_eq!(queue["requests"].as_array().unwrap().len(), 2);
    wait::until("the student is told by an event that was left", || async {
        accepted_tellings(&sam).await > 0
    })
    .await;
    tom.post(&format!("{request}/complete"), json!({}))
        .await
        .ok();
    let mona = Person::log_in(second.address, "mona", PASSWORD).await;
    wait::until("events left by the killed process are counted", || async {
        let now = jiff::Timestamp::from_millisecond(SystemClock.now_ms()).unwrap();
        let from = now - jiff::SignedDuration::from_hours(1);
        let to = now + jiff::SignedDuration::from_hours(1);
        let statistics = mona
            .get(&format!("{lab}/statistics?from={from}&to={to}"))
            .await
            .ok();
        statistics["completed"] == 1 && statistics["waiting"] == 1
    })
    .await;
    assert_eq!(accepted_tellings(&sam).await, 1, "told exactly once");
    second.stop().await;
}

/// How often the student was told that a tutor accepts.
async fn accepted_tellings(student: &Person) -> usize {
    let told = student.get("/api/v1/notifications").await.ok();
    let told = told["notifications"].as_array().unwrap().clone();
    told.iter()
        .filter(|told| told["kind"] == "request.accepted")
        .count()
}
