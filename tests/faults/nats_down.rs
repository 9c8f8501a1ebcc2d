//! NATS goes away during traffic and comes back.

use std::time::{Duration, Instant};

use handup_contracts::v1::types::Role;
use handup_system_tests::{Answer, Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use serde_json::json;

on_both_databases!(
    calls_fail_at_once_while_nats_is_down_and_work_again_by_themselves,
    what_was_acknowledged_while_nats_comes_and_goes_is_all_there,
);

/// How long NATS is down.
const OUTAGE: Duration = Duration::from_secs(10);

async fn calls_fail_at_once_while_nats_is_down_and_work_again_by_themselves(backend: Backend) {
    let mut stage = Stage::start(backend).await;
    let student = stage.person("sam", Role::Student).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let mut page = tutor.live().await;
    page.subscribe(&format!("lab/{}", stage.lab_id)).await;
    page.until("a snapshot", |page| page.revision > 0).await;

    stage.nats.kill();
    wait::until("the system says that it is not ready", || async {
        !stage.is_ready().await
    })
    .await;
    let since = Instant::now();
    let mut refused = 0;
    while since.elapsed() < OUTAGE {
        let asked = Instant::now();
        let answer = student.ask(&stage.lab(""), "14", "during").await;
        assert_eq!(answer.status.as_u16(), 503, "{answer:?}");
        assert!(asked.elapsed() < Duration::from_secs(1), "fails fast");
        refused += 1;
        tokio::time::timeout(Duration::from_millis(200), page.next())
            .await
            .expect_err("nothing happens in the queue");
    }
    assert!(refused > 10, "{refused}");

    stage.nats.restart().await;
    wait::until("the system is ready again", || stage.is_ready()).await;
    let asked = student.ask(&stage.lab(""), "14", "after").await.ok();
    let id = asked["request"]["id"].as_str().unwrap().to_owned();
    page.until("the tutor's page shows it", |page| {
        page.queue.contains_key(&id)
    })
    .await;
    stage.stop().await;
}

async fn what_was_acknowledged_while_nats_comes_and_goes_is_all_there(backend: Backend) {
    let mut stage = Stage::with(backend, 2, |_| {}).await;
    let students = stage.people("student", 4, Role::Student).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let manager = stage.person("mona", Role::Manager).await;
    let mut helped = Vec::new();
    for round in 0..12 {
        for (number, student) in students.iter().enumerate() {
            let key = format!("round {round}");
            if let Some(id) = ask_and_help(&stage, student, &tutor, &key).await {
                helped.push(id);
            }
            if round % 4 == 2 && number == 1 {
                stage.nats.kill();
            }
        }
        if round % 4 == 2 {
            stage.nats.restart().await;
            wait::until("the system is ready again", || stage.is_ready()).await;
        }
    }

    assert!(helped.len() > 20, "{}", helped.len());
    for id in &helped {
        let detail = tutor.get(&format!("/api/v1/requests/{id}")).await.ok();
        assert_eq!(detail["request"]["status"], "completed", "{detail}");
    }
    // Those whose completion was not acknowledged may have been completed all the same.
    let completed = tutor
        .get(&stage.lab("/requests?status=completed&page_size=100"))
        .await
        .ok();
    let completed = completed["requests"].as_array().unwrap().len();
    wait::until("analytics has counted every completion", || async {
        let now_ms = stage.clock().now_ms();
        let from = jiff::Timestamp::from_millisecond(now_ms - 3_600_000).unwrap();
        let to = jiff::Timestamp::from_millisecond(now_ms + 3_600_000).unwrap();
        let path = stage.lab(&format!("/statistics?from={from}&to={to}"));
        let answer = manager.get(&path).await;
        answer.status.is_success() && answer.body["completed"] == completed
    })
    .await;
    stage.stop().await;
}

/// One student's round. The id, if the completion was acknowledged. Each step is tried until it
/// was acknowledged or refused for good: what a client does.
async fn ask_and_help(
    stage: &Stage,
    student: &Person,
    tutor: &Person,
    key: &str,
) -> Option<String> {
    let asked = student.ask(&stage.lab(""), "1", key).await;
    let id = match asked.status.as_u16() {
        201 => asked.body["request"]["id"].as_str().unwrap().to_owned(),
        // The last round of this student was cut off in the middle; it is finished now.
        409 => open_request(student).await?,
        _ => {
            assert_unavailable(&asked);
            return None;
        }
    };
    let request = format!("/api/v1/requests/{id}");
    let accepted = tutor.act(&format!("{request}/accept")).await;
    if !accepted.status.is_success() {
        assert_unavailable(&accepted);
        return None;
    }
    let completed = tutor.post(&format!("{request}/complete"), json!({})).await;
    if !completed.status.is_success() {
        assert_unavailable(&completed);
        return None;
    }
    Some(id)
}

async fn open_request(student: &Person) -> Option<String> {
    let own = student.get("/api/v1/requests").await;
    own.body["requests"]
        .as_array()?
        .iter()
        .find(|request| request["status"] == "pending" || request["status"] == "in_progress")
        .map(|request| request["id"].as_str().unwrap().to_owned())
}

fn assert_unavailable(answer: &Answer) {
    assert_eq!(answer.status.as_u16(), 503, "{answer:?}");
}
