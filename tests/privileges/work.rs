//! With no more than its own rights, each service does all its work.

use handup::Part;
use handup_contracts::v1::types::Role;
use handup_system_tests::{Person, Stage, program};
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use serde_json::{Value, json};
use tokio::process::Command;

on_both_databases!(
    a_lab_is_played_by_services_that_are_each_by_themselves,
    a_service_is_looked_at_and_replayed_with_its_own_rights,
);

async fn has(person: &Person, path: &str, what: &str, holds: impl Fn(&Value) -> bool) {
    wait::until(what, || async { holds(&person.get(path).await.ok()) }).await;
}

async fn a_lab_is_played_by_services_that_are_each_by_themselves(backend: Backend) {
    let stage = Stage::apart(backend).await;
    let student = stage.person("sam", Role::Student).await;
    let tutor = stage.person("tim", Role::Tutor).await;
    let manager = stage.person("mona", Role::Manager).await;
    let rules = stage.set_policy(&manager, json!({ "mode": "push" })).await;
    rules.ok();

    // Presence and availability, so that an offer goes out: assignment calls request.
    let mut live = tutor.live().await;
    live.subscribe(&format!("lab/{}", stage.lab_id)).await;
    live.until("a snapshot", |page| page.revision > 0).await;
    let availability = stage.lab("/availability");
    tutor
        .put(&availability, json!({ "available": true }))
        .await
        .ok();
    let asked = student.ask(&stage.lab(""), "14", "one").await.ok();
    live.until("the request is live", |page| page.queue.len() == 1)
        .await;
    has(&tutor, "/api/v1/offers", "an offer", |page| {
        !page["offers"].as_array().unwrap().is_empty()
    })
    .await;
    let offers = tutor.get("/api/v1/offers").await.ok();
    let offer = offers["offers"][0]["id"].as_str().unwrap().to_owned();
    tutor
        .act(&format!("/api/v1/offers/{offer}/accept"))
        .await
        .ok();
    let request = format!(
        "/api/v1/requests/{}",
        asked["request"]["id"].as_str().unwrap()
    );
    has(&student, &request, "somebody helps", |request| {
        request["request"]["status"] == "in_progress"
    })
    .await;
    tutor
        .post(&format!("{request}/complete"), json!({}))
        .await
        .ok();

    has(&student, "/api/v1/notifications", "the news", |page| {
        !page["notifications"].as_array().unwrap().is_empty()
    })
    .await;
    has(
        &manager,
        &stage.lab("/statistics"),
        "the statistics",
        |page| page["completed"] == 1,
    )
    .await;
    stage.stop().await;
}

/// The program as it runs in a pod of `part`.
fn in_a_pod(stage: &Stage, part: Part, command: &str) -> Command {
    let settings = stage.settings_of(part);
    let mut program = Command::new(program());
    program
        .args([command, part.name()])
        .env("HANDUP_NATS__URL", &settings.nats.url)
        .env("HANDUP_NATS__USER", &settings.nats.user)
        .env("HANDUP_NATS__PASSWORD", &settings.nats.password)
        .env("HANDUP_DATABASE__URL", &settings.database.url);
    program
}

async fn said(mut command: Command) -> String {
    let output = command.output().await.unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success(), "{text}");
    text
}

async fn a_service_is_looked_at_and_replayed_with_its_own_rights(backend: Backend) {
    let stage = Stage::apart(backend).await;
    let student = stage.person("sam", Role::Student).await;
    student.ask(&stage.lab(""), "14", "one").await.ok();
    for part in Part::WITH_STORE {
        let found = said(in_a_pod(&stage, part, "doctor")).await;
        for thing in ["nats", "database of", "service", "consumer"] {
            assert!(found.contains(&format!("ok    {thing}")), "{found}");
        }
    }
    let found = said(in_a_pod(&stage, Part::Gateway, "doctor")).await;
    assert_eq!(found.matches("ok    service").count(), 5, "{found}");

    let published = said(in_a_pod(&stage, Part::Request, "replay")).await;
    // The lab and the request.
    let words = "request: 2 events published again";
    assert!(published.contains(words), "{published}");
    stage.stop().await;
}
