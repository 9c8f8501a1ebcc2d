//! Who wins a request.

use futures::future::join_all;
use handup::Part;
use handup_bus::{Bus, Caller};
use handup_contracts::Problem;
use handup_contracts::v1::request::{AcceptRequest, methods};
use handup_contracts::v1::types::Role;
use handup_system_tests::Stage;
use handup_testkit::database::Backend;
use handup_testkit::on_both_databases;
use handup_testkit::wait::LONGEST;

on_both_databases!(
    of_fifty_tutors_exactly_one_wins_and_all_others_are_told_who,
    tutors_who_take_next_at_once_never_share_a_student,
    who_comes_too_late_is_given_the_first_of_the_others_that_still_waits,
);

async fn of_fifty_tutors_exactly_one_wins_and_all_others_are_told_who(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    let student = stage.person("sam", Role::Student).await;
    let tutors = stage.people("tutor", 50, Role::Tutor).await;
    let asked = student.ask(&stage.lab(""), "14", "one").await.ok();
    let path = format!(
        "/api/v1/requests/{}/accept",
        asked["request"]["id"].as_str().unwrap()
    );

    let answers = join_all(tutors.iter().map(|tutor| tutor.act(&path))).await;

    let winners: Vec<_> = tutors
        .iter()
        .zip(&answers)
        .filter(|(_, answer)| answer.status.as_u16() == 200)
        .map(|(tutor, _)| tutor.username.as_str())
        .collect();
    assert_eq!(winners.len(), 1, "{winners:?} {answers:?}");
    for answer in answers
        .iter()
        .filter(|answer| answer.status.as_u16() != 200)
    {
        assert_eq!(answer.status.as_u16(), 409, "{answer:?}");
        assert_eq!(answer.body["winner"], winners[0]);
    }
    let detail = student.get(path.trim_end_matches("/accept")).await.ok();
    assert_eq!(detail["request"]["helper_name"], winners[0]);
    let accepted = detail["history"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["what"] == "accepted")
        .count();
    assert_eq!(accepted, 1);
    stage.stop().await;
}

async fn tutors_who_take_next_at_once_never_share_a_student(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    let students = stage.people("student", 24, Role::Student).await;
    let tutors = stage.people("tutor", 24, Role::Tutor).await;
    for student in &students {
        student.ask(&stage.lab(""), "1", "key").await.ok();
    }

    let path = stage.lab("/take-next");
    let taken = join_all(tutors.iter().map(|tutor| tutor.act(&path))).await;

    let mut requests: Vec<_> = taken
        .into_iter()
        .map(|answer| answer.ok()["id"].as_str().unwrap().to_owned())
        .collect();
    requests.sort();
    requests.dedup();
    assert_eq!(requests.len(), 24);
    let nobody = stage.person("late", Role::Tutor).await.act(&path).await;
    assert_eq!(nobody.refused(404)["detail"], "Nobody is waiting.");
    let still_busy = tutors[0].act(&path).await.refused(409);
    assert!(
        still_busy["detail"]
            .as_str()
            .unwrap()
            .starts_with("You are still helping")
    );
    stage.stop().await;
}

async fn who_comes_too_late_is_given_the_first_of_the_others_that_still_waits(backend: Backend) {
    let stage = Stage::with(backend, 1, |_| {}).await;
    let mut ids = Vec::new();
    for student in stage.people("student", 4, Role::Student).await {
        let asked = student.ask(&stage.lab(""), "1", "key").await.ok();
        ids.push(asked["request"]["id"].as_str().unwrap().to_owned());
    }
    for (tutor, taken) in [("fast", &ids[0]), ("quick", &ids[2])] {
        let tutor = stage.person(tutor, Role::Tutor).await;
        let path = format!("/api/v1/requests/{taken}/accept");
        tutor.act(&path).await.ok();
    }
    let slow = stage.person("slow", Role::Tutor).await;
    let assignment = Bus::connect(
        &stage.settings().nats,
        Part::Assignment.name(),
        stage.clock(),
    )
    .await
    .unwrap();
    assignment.connected(LONGEST).await.unwrap();
    let claim = async |wanted: &str, or_else: &[String]| {
        let claim = AcceptRequest {
            request_id: wanted.to_owned(),
            or_else: or_else.to_vec(),
        };
        let caller = Caller::bearer(slow.token());
        let reply = assignment.call(methods::Accept, &caller, &claim).await?;
        Ok::<_, Problem>(reply.request.unwrap().id)
    };

    let nobody = claim(&ids[0], &ids[2..3]).await.unwrap_err();
    assert_eq!(nobody.winner.as_deref(), Some("fast"));
    let given = claim(&ids[0], &ids[1..]).await.unwrap();
    assert_eq!(given, ids[1]);
    let again = claim(&ids[1], &ids[3..]).await.unwrap();
    assert_eq!(again, ids[1], "a repeated claim takes nobody else");
    assignment.close().await;
    stage.stop().await;
}
