//! What the outbox says after a storm of commands from all sides.

use std::collections::BTreeMap;

use futures::future::join_all;
use handup::Part;
use handup_contracts::v1::types::Role;
use handup_store::outbox;
use handup_system_tests::{Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::on_both_databases;
use serde_json::json;

on_both_databases!(every_accepted_command_has_exactly_one_event_and_revisions_have_no_gaps);

async fn every_accepted_command_has_exactly_one_event_and_revisions_have_no_gaps(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    let manager = stage.person("mona", Role::Manager).await;
    let no_limit = json!({ "held_per_tutor": 0 });
    stage.set_policy(&manager, no_limit).await.ok();
    let students = stage.people("student", 6, Role::Student).await;
    let tutors = stage.people("tutor", 3, Role::Tutor).await;
    let accepted: usize = join_all(
        students
            .iter()
            .enumerate()
            .map(|(number, student)| play(&stage, number, student, &tutors)),
    )
    .await
    .into_iter()
    .sum();

    let store = Part::Request.open_store(stage.settings()).await.unwrap();
    let (events, _) = outbox::page(store.read(), 0, 10_000).await.unwrap();
    store.close().await;
    let mut revisions: Vec<i64> = events.iter().map(|saved| saved.event.revision).collect();
    revisions.sort_unstable();
    let wanted: Vec<i64> = (1..=i64::try_from(events.len()).unwrap()).collect();
    assert_eq!(revisions, wanted, "revisions 1..n, one event each");
    // The lab's own creation and its new policy have one each.
    assert_eq!(events.len(), accepted + 2);

    let mut versions: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for saved in &events {
        versions
            .entry(saved.event.aggregate_id.clone())
            .or_default()
            .push(saved.event.version);
    }
    for (id, mut versions) in versions {
        versions.sort_unstable();
        let wanted: Vec<i64> = (1..=i64::try_from(versions.len()).unwrap()).collect();
        assert_eq!(versions, wanted, "versions of {id}");
    }
    stage.stop().await;
}

/// Rounds of one student with tutors who race; returns how many commands changed something.
async fn play(stage: &Stage, number: usize, student: &Person, tutors: &[Person]) -> usize {
    let mut accepted = 0;
    for round in 0..6 {
        let key = format!("round {round}");
        let asked = student.ask(&stage.lab(""), "1", &key).await.ok();
        accepted += 1;
        let request = format!(
            "/api/v1/requests/{}",
            asked["request"]["id"].as_str().unwrap()
        );
        let path = format!("{request}/accept");
        let claims = join_all(tutors.iter().map(|tutor| tutor.act(&path))).await;
        let winner = claims
            .iter()
            .position(|claim| claim.status.is_success())
            .unwrap();
        assert_eq!(
            claims
                .iter()
                .filter(|claim| claim.status.is_success())
                .count(),
            1
        );
        accepted += 1;
        if (round + number).is_multiple_of(2) {
            let reason = json!({ "reason": "later" });
            tutors[winner]
                .post(&format!("{request}/put-back"), reason)
                .await
                .ok();
            student.act(&format!("{request}/cancel")).await.ok();
            accepted += 2;
        } else {
            tutors[winner]
                .post(&format!("{request}/complete"), json!({}))
                .await
                .ok();
            accepted += 1;
        }
    }
    accepted
}
