//! The main story: asked, seen, accepted, told, completed, counted.

use handup_contracts::v1::types::Role;
use handup_system_tests::Stage;
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use serde_json::json;

on_both_databases!(
    a_student_asks_a_tutor_helps_and_everybody_sees_it,
    a_request_put_back_keeps_its_place,
    other_students_see_no_names_and_no_descriptions,
);

async fn a_student_asks_a_tutor_helps_and_everybody_sees_it(backend: Backend) {
    let stage = Stage::start(backend).await;
    let student = stage.person("sam", Role::Student).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let manager = stage.person("mona", Role::Manager).await;
    let topic = format!("lab/{}", stage.lab_id);
    let (mut tutor_page, mut student_page) = (tutor.live().await, student.live().await);
    tutor_page.subscribe(&topic).await;
    tutor_page
        .until("a snapshot", |page| page.revision > 0)
        .await;
    student_page.subscribe(&topic).await;
    student_page
        .until("a snapshot", |page| page.revision > 0)
        .await;

    let asked = student.ask(&stage.lab(""), "14", "story").await.ok();
    assert_eq!(asked["position"], 1);
    let id = asked["request"]["id"].as_str().unwrap().to_owned();
    tutor_page
        .until("the tutor sees PC 14", |page| {
            page.queue
                .get(&id)
                .is_some_and(|request| request["seat"] == "14")
        })
        .await;

    let request = format!("/api/v1/requests/{id}");
    tutor.act(&format!("{request}/accept")).await.ok();
    student_page
        .until("the student sees who is coming", |page| {
            page.received
                .iter()
                .any(|message| message["own"]["helper_name"] == "tom")
        })
        .await;
    wait::until("the student is told", || async {
        let told = student.get("/api/v1/notifications").await.ok();
        told["notifications"]
            .as_array()
            .unwrap()
            .iter()
            .any(|told| told["kind"] == "request.accepted")
    })
    .await;

    let note = json!({ "note": "an off-by-one", "topic": "Loops" });
    tutor.post(&format!("{request}/complete"), note).await.ok();
    tutor_page
        .until("the request leaves the queue", |page| page.queue.is_empty())
        .await;
    let detail = student.get(&request).await.ok();
    let steps: Vec<_> = detail["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["what"].as_str().unwrap())
        .collect();
    assert_eq!(steps, ["created", "accepted", "completed"]);
    assert_eq!(detail["request"]["topic"], "Loops");
    let helped = tutor
        .get(&stage.lab("/requests?helped_by_me=true"))
        .await
        .ok();
    assert_eq!(helped["requests"][0]["id"], id);
    wait::until("the manager's page counts it", || async {
        let statistics = manager
            .get(&stage.lab("/statistics?from=2020-01-01T00:00:00Z&to=2020-12-31T00:00:00Z"))
            .await;
        assert_eq!(statistics.ok()["completed"], 0);
        let now_ms = stage.clock().now_ms();
        let hour = 3_600_000;
        let span = format!(
            "/statistics?from={}&to={}",
            rfc3339(now_ms - hour),
            rfc3339(now_ms + hour)
        );
        let statistics = manager.get(&stage.lab(&span)).await.ok();
        statistics["completed"] == 1 && statistics["help"]["count"] == 1
    })
    .await;
    stage.stop().await;
}

async fn a_request_put_back_keeps_its_place(backend: Backend) {
    let stage = Stage::start(backend).await;
    let first = stage.person("sam", Role::Student).await;
    let second = stage.person("sue", Role::Student).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let asked = first.ask(&stage.lab(""), "1", "k").await.ok();
    second.ask(&stage.lab(""), "2", "k").await.ok();
    let request = format!(
        "/api/v1/requests/{}",
        asked["request"]["id"].as_str().unwrap()
    );
    tutor.act(&stage.lab("/take-next")).await.ok();

    let reason = json!({ "reason": "called away" });
    let back = tutor
        .post(&format!("{request}/put-back"), reason)
        .await
        .ok();

    assert_eq!(back["position"], 1);
    assert_eq!(back["request"]["status"], "pending");
    wait::until("the student is told why", || async {
        let told = first.get("/api/v1/notifications").await.ok();
        told.to_string().contains("called away")
    })
    .await;
    stage.stop().await;
}

async fn other_students_see_no_names_and_no_descriptions(backend: Backend) {
    let stage = Stage::start(backend).await;
    let student = stage.person("samuel", Role::Student).await;
    let other = stage.person("sue", Role::Student).await;
    let stranger = stage.person("stranger", Role::Unspecified).await;
    let mut page = other.live().await;
    page.subscribe(&format!("lab/{}", stage.lab_id)).await;
    page.until("a snapshot", |page| page.revision > 0).await;

    let asked = student.ask(&stage.lab(""), "seat-of-sam", "k").await.ok();
    page.until("the ticket", |page| page.queue.len() == 1).await;

    let seen = format!("{:?}", page.received);
    for secret in ["samuel", "stuck", "seat-of-sam"] {
        assert!(!seen.contains(secret), "{secret} in {seen}");
    }
    let request = format!(
        "/api/v1/requests/{}",
        asked["request"]["id"].as_str().unwrap()
    );
    other.get(&request).await.refused(404);
    other.act(&format!("{request}/cancel")).await.refused(404);
    other.get(&stage.lab("/queue")).await.refused(403);
    stranger.get(&stage.lab("")).await.refused(404);
    stranger.ask(&stage.lab(""), "1", "k").await.refused(404);
    stage.stop().await;
}

fn rfc3339(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).unwrap().to_string()
}
