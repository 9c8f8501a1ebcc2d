//! What students are told about their wait, and what is learned from it.

use handup_contracts::v1::types::Role;
use handup_system_tests::{Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use serde_json::{Value, json};

on_both_databases!(a_student_is_told_a_range_and_the_lab_learns_whether_it_held);

async fn expected(student: &Person, asked: &Value) -> Value {
    let id = asked["request"]["id"].as_str().unwrap();
    let path = format!("/api/v1/requests/{id}/wait");
    student.get(&path).await.ok()
}

/// The range, once the replica that answers has heard that somebody is at work.
async fn range(student: &Person, asked: &Value) -> Value {
    wait::until_some("a range is told", || async {
        let expected = expected(student, asked).await;
        (!expected["from_s"].is_null()).then_some(expected)
    })
    .await
}

async fn estimates(stage: &Stage, manager: &Person) -> (i64, i64) {
    let figures = manager.get(&stage.lab("/statistics")).await.ok();
    let count = |name: &str| figures[name].as_i64().unwrap();
    (count("estimates"), count("estimates_held"))
}

async fn a_student_is_told_a_range_and_the_lab_learns_whether_it_held(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    let manager = stage.person("mona", Role::Manager).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let (sam, sue) = (
        stage.person("sam", Role::Student).await,
        stage.person("sue", Role::Student).await,
    );
    let sams = sam.ask(&stage.lab(""), "1", "k").await.ok();
    let sues = sue.ask(&stage.lab(""), "2", "k").await.ok();
    let unknown = expected(&sam, &sams).await;
    assert_eq!(unknown["tutors_at_work"], 0);
    assert!(unknown["from_s"].is_null(), "nobody is at work");

    let mut page = tutor.live().await;
    page.subscribe(&format!("lab/{}", stage.lab_id)).await;
    let available = json!({ "available": true });
    tutor.put(&stage.lab("/availability"), available).await.ok();
    let (first, second) = (range(&sam, &sams).await, range(&sue, &sues).await);
    assert_eq!(second["tutors_at_work"], 1);
    let (from, to) = (&second["from_s"], &second["to_s"]);
    assert!(from.as_f64().unwrap() < to.as_f64().unwrap());
    assert!(
        second["to_s"].as_f64() > first["to_s"].as_f64(),
        "who is later waits longer"
    );
    let id = sues["request"]["id"].as_str().unwrap();
    sam.get(&format!("/api/v1/requests/{id}/wait"))
        .await
        .refused(404);

    // Both are helped at the same moment: in the middle of the range of who is later, and long after
    // that of who is first.
    let middle_s = f64::midpoint(from.as_f64().unwrap(), to.as_f64().unwrap());
    assert!(first["to_s"].as_f64().unwrap() < middle_s);
    stage.put_clock_forward(middle_s as i64 * 1000);
    for (asked, known) in [(&sues, (1, 1)), (&sams, (2, 1))] {
        let id = asked["request"]["id"].as_str().unwrap();
        let path = format!("/api/v1/requests/{id}");
        tutor.act(&format!("{path}/accept")).await.ok();
        tutor
            .post(&format!("{path}/complete"), json!({}))
            .await
            .ok();
        wait::until("the estimate is settled", || async {
            estimates(&stage, &manager).await.0 == known.0
        })
        .await;
        assert_eq!(estimates(&stage, &manager).await, known);
    }
    assert_eq!(expected(&sue, &sues).await["from_s"], Value::Null);
    stage.stop().await;
}
