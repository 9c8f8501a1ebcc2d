//! The streams are wiped: the outboxes are the truth, and a replay builds the projections anew.

use handup_contracts::v1::types::Role;
use handup_system_tests::{Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::process::program;

on_both_databases!(a_replay_after_wiped_streams_rebuilds_analytics_to_the_same_numbers);

async fn a_replay_after_wiped_streams_rebuilds_analytics_to_the_same_numbers(backend: Backend) {
    let mut stage = Stage::start(backend).await;
    let manager = stage.person("mona", Role::Manager).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let students = stage.people("student", 5, Role::Student).await;
    for (number, student) in students.iter().enumerate() {
        let asked = student.ask(&stage.lab(""), "1", "k").await.ok();
        let request = format!(
            "/api/v1/requests/{}",
            asked["request"]["id"].as_str().unwrap()
        );
        tutor.act(&format!("{request}/accept")).await.ok();
        if number % 2 == 0 {
            tutor
                .post(&format!("{request}/complete"), json!({}))
                .await
                .ok();
        } else {
            tutor.act(&format!("{request}/not-found")).await.ok();
        }
    }
    let now_ms = stage.clock().now_ms();
    let from = jiff::Timestamp::from_millisecond(now_ms - 3_600_000).unwrap();
    let to = jiff::Timestamp::from_millisecond(now_ms + 3_600_000).unwrap();
    let path = stage.lab(&format!("/statistics?from={from}&to={to}"));
    let finished = |statistics: &Value| {
        statistics["completed"].as_i64().unwrap() + statistics["cancelled"].as_i64().unwrap()
    };
    wait::until("all five are counted", || async {
        finished(&manager.get(&path).await.ok()) == 5
    })
    .await;
    let before = manager.get(&path).await.ok();

    stage.nats.kill();
    stage.nats.wipe();
    stage.nats.restart().await;
    wait::until("the system is ready again", || stage.is_ready()).await;
    replay(&stage).await;

    wait::until("all five are counted again", || async {
        let answer = manager.get(&path).await;
        answer.status.is_success() && answer.body == before
    })
    .await;
    let told = told_kinds(&students[0]).await;
    assert_eq!(
        told.iter()
            .filter(|kind| *kind == "request.accepted")
            .count(),
        1,
        "a replay tells nobody a second time: {told:?}"
    );
    stage.stop().await;
}

async fn replay(stage: &Stage) {
    let settings = stage.settings();
    let output = Command::new(program())
        .args(["replay", "--rebuild", "analytics"])
        .env("HANDUP_NATS__URL", &settings.nats.url)
        .env("HANDUP_NATS__PREFIX", &settings.nats.prefix)
        .env("HANDUP_DATABASE__URL", &settings.database.url)
        .output()
        .await
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

async fn told_kinds(person: &Person) -> Vec<String> {
    let told = person.get("/api/v1/notifications").await.ok();
    told["notifications"]
        .as_array()
        .unwrap()
        .iter()
        .map(|told| told["kind"].as_str().unwrap().to_owned())
        .collect()
}
