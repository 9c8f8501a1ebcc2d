//! One open request per student and lab, whatever the clients do.

use futures::future::join_all;
use handup_contracts::v1::types::Role;
use handup_system_tests::Stage;
use handup_testkit::database::Backend;
use handup_testkit::on_both_databases;

on_both_databases!(
    of_twenty_identical_creates_one_request_is_open,
    the_same_idempotency_key_gives_the_same_answer,
    the_same_key_gives_the_first_answer_even_when_the_request_has_ended,
    positions_are_one_to_n_without_gaps,
);

async fn of_twenty_identical_creates_one_request_is_open(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    let student = stage.person("sam", Role::Student).await;
    let lab = stage.lab("");

    let answers = join_all((0..20).map(|number| {
        let (student, lab) = (student.at(stage.address(number)), lab.clone());
        async move { student.ask(&lab, "14", &format!("key {number}")).await }
    }))
    .await;

    let created = answers
        .iter()
        .filter(|answer| answer.status.as_u16() == 201)
        .count();
    assert_eq!(created, 1);
    for answer in answers {
        assert!([201, 409].contains(&answer.status.as_u16()), "{answer:?}");
    }
    let own = student.get("/api/v1/requests").await.ok();
    assert_eq!(own["requests"].as_array().unwrap().len(), 1);
    stage.stop().await;
}

async fn the_same_idempotency_key_gives_the_same_answer(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    let student = stage.person("sam", Role::Student).await;
    let first = stage.person("sue", Role::Student).await;
    first.ask(&stage.lab(""), "1", "hers").await.ok();
    let lab = stage.lab("");

    let answers = join_all((0..20).map(|number| {
        let (student, lab) = (student.at(stage.address(number)), lab.clone());
        async move { student.ask(&lab, "14", "the same").await.ok() }
    }))
    .await;

    for answer in &answers {
        assert_eq!(answer["request"]["id"], answers[0]["request"]["id"]);
        assert_eq!(answer["position"], 2);
    }
    // Somebody else's key is somebody else's.
    let other = stage.person("stan", Role::Student).await;
    assert_eq!(other.ask(&lab, "15", "the same").await.ok()["position"], 3);
    stage.stop().await;
}

async fn the_same_key_gives_the_first_answer_even_when_the_request_has_ended(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    let student = stage.person("sam", Role::Student).await;
    let lab = stage.lab("");
    let first = student.ask(&lab, "14", "k").await.ok();
    let id = first["request"]["id"].as_str().unwrap();
    let path = format!("/api/v1/requests/{id}/resolve");
    student.act(&path).await.ok();

    // Alone, and in company.
    let again = student.ask(&lab, "14", "k").await.ok();
    assert_eq!(again["request"]["id"], first["request"]["id"]);
    let students = stage.people("student", 6, Role::Student).await;
    let others = join_all(students.iter().map(|other| other.ask(&lab, "1", "k")));
    let (again, others) = tokio::join!(student.ask(&lab, "14", "k"), others);
    assert_eq!(again.ok()["request"]["id"], first["request"]["id"]);
    others.into_iter().for_each(|other| drop(other.ok()));
    stage.stop().await;
}

async fn positions_are_one_to_n_without_gaps(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    let students = stage.people("student", 12, Role::Student).await;
    let lab = stage.lab("");

    let answers = join_all(students.iter().map(|student| student.ask(&lab, "1", "k"))).await;

    let mut positions: Vec<_> = answers
        .into_iter()
        .map(|answer| answer.ok()["position"].as_i64().unwrap())
        .collect();
    positions.sort_unstable();
    assert_eq!(positions, (1..=12).collect::<Vec<_>>());
    stage.stop().await;
}
