//! The map of a room.

use handup_contracts::v1::types::Role;
use handup_system_tests::{Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use serde_json::{Value, json};

use crate::offers::{offered, offers_to, on_duty};

on_both_databases!(
    a_map_is_drawn_by_managers_and_read_by_members,
    on_a_map_the_nearest_of_equal_tutors_is_asked,
);

async fn a_map_is_drawn_by_managers_and_read_by_members(backend: Backend) {
    let stage = Stage::start(backend).await;
    let manager = stage.person("mona", Role::Manager).await;
    let student = stage.person("sam", Role::Student).await;
    let path = stage.lab("/seats");
    assert_eq!(student.get(&path).await.ok(), json!({ "seats": [] }));
    let place = |seat: &str, column, row| json!({ "seat": seat, "column": column, "row": row });
    let twice = json!({ "seats": [place("1", 0, 0), place("1", 0, 0)] });
    let refused = manager.put(&path, twice).await.refused(422);
    assert_eq!(refused["fields"][0]["field"], "seats[1].column");
    assert_eq!(refused["fields"][1]["field"], "seats[1].seat");

    let drawn = json!({ "seats": [place("3", 0, 1), place("1", 0, 0), place("2", 1, 0)] });
    manager.put(&path, drawn).await.ok();
    assert_eq!(
        student.get(&path).await.ok(),
        json!({ "seats": [place("1", 0, 0), place("2", 1, 0), place("3", 0, 1)] })
    );
    let history = manager.get(&stage.lab("/history")).await.ok();
    assert_eq!(history["entries"][0]["what"], "seats_changed");
    stage.stop().await;
}

/// Who has an offer now, and which.
async fn whoever_is_asked(tutors: &[Person]) -> (&Person, Value) {
    wait::until_some("somebody is asked", || async {
        for tutor in tutors {
            if let Some(offer) = offers_to(tutor).await.into_iter().next() {
                return Some((tutor, offer));
            }
        }
        None
    })
    .await
}

async fn on_a_map_the_nearest_of_equal_tutors_is_asked(backend: Backend) {
    // The clock is put forward: nobody is gone because of that.
    let stage = Stage::with(backend, 2, |settings| {
        settings.assignment.presence_ms = 3_600_000;
    })
    .await;
    let manager = stage.person("mona", Role::Manager).await;
    let seats: Vec<_> = (0..30)
        .map(|column| json!({ "seat": column.to_string(), "column": column, "row": 0 }))
        .collect();
    manager
        .put(&stage.lab("/seats"), json!({ "seats": seats }))
        .await
        .ok();
    stage
        .set_policy(&manager, json!({ "mode": "push" }))
        .await
        .ok();
    let tutors = stage.people("tutor", 2, Role::Tutor).await;
    let mut pages = Vec::new();
    for tutor in &tutors {
        pages.push(on_duty(&stage, tutor).await);
    }
    // One helps at either end of the room.
    let students = stage.people("student", 3, Role::Student).await;
    let mut at = Vec::new();
    for (student, seat) in students.iter().zip(["0", "29"]) {
        student.ask(&stage.lab(""), seat, "k").await.ok();
        let (tutor, offer) = whoever_is_asked(&tutors).await;
        let id = offer["id"].as_str().unwrap().to_owned();
        tutor.act(&format!("/api/v1/offers/{id}/accept")).await.ok();
        at.push((tutor, offer["request_id"].as_str().unwrap().to_owned()));
    }
    assert_ne!(at[0].0.id, at[1].0.id);
    for (tutor, request_id) in &at {
        let path = format!("/api/v1/requests/{request_id}/complete");
        tutor.post(&path, json!({})).await.ok();
    }
    wait::until("both are free", || async {
        let path = stage.lab("/availability");
        let mut free = 0;
        for tutor in &tutors {
            free += usize::from(tutor.get(&path).await.ok()["status"] == "available");
        }
        free == 2
    })
    .await;
    // Beside some minutes at work, the help of a moment is nothing.
    stage.put_clock_forward(5 * 60_000);
    students[2].ask(&stage.lab(""), "25", "k").await.ok();
    let offer = offered(at[1].0).await;
    let names: Vec<_> = offer["score"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["load", "distance", "last_offer"]);
    assert_eq!(offer["score"][1]["value"], 4.0);
    stage.stop().await;
}
