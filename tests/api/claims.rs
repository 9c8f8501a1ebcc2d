//! Who wins a request.

use futures::future::join_all;
use handup_contracts::v1::types::Role;
use handup_system_tests::Stage;
use handup_testkit::database::Backend;
use handup_testkit::on_both_databases;

on_both_databases!(
    of_fifty_tutors_exactly_one_wins_and_all_others_are_told_who,
    tutors_who_take_next_at_once_never_share_a_student,
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
    let students = stage.people("student", 6, Role::Student).await;
    let tutors = stage.people("tutor", 6, Role::Tutor).await;
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
    assert_eq!(requests.len(), 6);
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
