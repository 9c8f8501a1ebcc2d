//! Tutors who are there, and tutors who are gone.

use handup_contracts::v1::types::Role;
use handup_system_tests::{Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use serde_json::json;

on_both_databases!(
    a_tutor_with_two_devices_is_there_until_the_last_is_gone,
    a_request_whose_tutor_vanishes_goes_back_to_the_front,
);

async fn status_of(staff: &Person, stage: &Stage, tutor: &Person) -> String {
    let tutors = staff.get(&stage.lab("/tutors")).await.ok();
    tutors["tutors"]
        .as_array()
        .unwrap()
        .iter()
        .find(|shown| shown["tutor_id"] == tutor.id.as_str())
        .map_or("unknown", |shown| shown["status"].as_str().unwrap())
        .to_owned()
}

async fn a_tutor_with_two_devices_is_there_until_the_last_is_gone(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    let manager = stage.person("mona", Role::Manager).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let topic = format!("lab/{}", stage.lab_id);
    let mut phone = tutor.at(stage.address(0)).live().await;
    phone.subscribe(&topic).await;
    let mut laptop = tutor.at(stage.address(1)).live().await;
    laptop.subscribe(&topic).await;
    let path = stage.lab("/availability");
    tutor.put(&path, json!({ "available": true })).await.ok();
    wait::until("the tutor is available", || async {
        status_of(&manager, &stage, &tutor).await == "available"
    })
    .await;

    tutor.put(&path, json!({ "available": false })).await.ok();
    assert_eq!(status_of(&manager, &stage, &tutor).await, "away");
    tutor.put(&path, json!({ "available": true })).await.ok();
    drop(phone);
    laptop.until("a snapshot", |page| page.revision > 0).await;
    assert_eq!(status_of(&manager, &stage, &tutor).await, "available");

    drop(laptop);
    wait::until("the tutor is offline", || async {
        status_of(&manager, &stage, &tutor).await == "offline"
    })
    .await;
    stage.stop().await;
}

async fn a_request_whose_tutor_vanishes_goes_back_to_the_front(backend: Backend) {
    let stage = Stage::with(backend, 2, |settings| {
        settings.assignment.longest_grace_ms = 300;
        settings.assignment.sweep_ms = 50;
    })
    .await;
    let first = stage.person("sam", Role::Student).await;
    let second = stage.person("sue", Role::Student).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let mut page = tutor.live().await;
    page.subscribe(&format!("lab/{}", stage.lab_id)).await;
    page.until("a snapshot", |page| page.revision > 0).await;
    second.ask(&stage.lab(""), "2", "k").await.ok();
    let asked = first.ask(&stage.lab(""), "1", "k").await.ok();
    let request = format!(
        "/api/v1/requests/{}",
        asked["request"]["id"].as_str().unwrap()
    );
    tutor.act(&format!("{request}/accept")).await.ok();
    wait::until("the tutor is busy", || async {
        status_of(&tutor, &stage, &tutor).await == "busy"
    })
    .await;

    drop(page);

    wait::until("the request is at the front again", || async {
        let detail = first.get(&request).await.ok();
        detail["request"]["status"] == "pending" && detail["position"] == 1
    })
    .await;
    let detail = first.get(&request).await.ok();
    let returned: Vec<_> = detail["history"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["what"] == "returned")
        .collect();
    assert_eq!(returned.len(), 1, "returned once: {detail}");
    wait::until("the student is told", || async {
        let told = first.get("/api/v1/notifications").await.ok();
        told.to_string().contains("request.returned")
    })
    .await;
    stage.stop().await;
}
