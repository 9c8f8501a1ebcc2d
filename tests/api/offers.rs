//! Who is asked to help whom, with two replicas of everything.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use handup_contracts::v1::types::Role;
use handup_system_tests::{Live, Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use serde_json::{Value, json};

on_both_databases!(
    in_a_push_lab_a_free_tutor_is_offered_the_request_and_takes_it,
    who_waited_before_the_lab_began_to_make_offers_is_offered_too,
    a_declined_offer_goes_to_the_next_tutor_and_comes_back_to_nobody_at_once,
    an_offer_that_passes_goes_to_the_next_and_who_misses_two_is_away,
    an_offer_is_withdrawn_when_what_it_rests_on_is_gone,
    of_an_offer_and_a_pick_at_once_exactly_one_wins,
    a_rush_is_shared_out_and_no_two_tutors_decide_on_one_request,
);

async fn staged(backend: Backend, changes: Value) -> (Stage, Person) {
    let stage = Stage::with(backend, 2, |settings| {
        settings.assignment.offer_sweep_ms = 50;
    })
    .await;
    let manager = stage.person("mona", Role::Manager).await;
    stage.set_policy(&manager, changes).await.ok();
    (stage, manager)
}

/// Has the tutor stand in the lab and say so. The connection must be kept.
pub async fn on_duty(stage: &Stage, tutor: &Person) -> Live {
    let mut live = tutor.live().await;
    live.subscribe(&format!("lab/{}", stage.lab_id)).await;
    live.until("a snapshot", |page| page.revision > 0).await;
    let path = stage.lab("/availability");
    tutor.put(&path, json!({ "available": true })).await.ok();
    wait::until("the tutor is available", || async {
        tutor.get(&path).await.ok()["status"] == "available"
    })
    .await;
    live
}

pub async fn offers_to(tutor: &Person) -> Vec<Value> {
    let offers = tutor.get("/api/v1/offers").await.ok();
    offers["offers"].as_array().unwrap().clone()
}

pub async fn offered(tutor: &Person) -> Value {
    wait::until("an offer has come", || async {
        !offers_to(tutor).await.is_empty()
    })
    .await;
    offers_to(tutor).await.remove(0)
}

fn path_of(offer: &Value, rest: &str) -> String {
    format!("/api/v1/offers/{}{rest}", offer["id"].as_str().unwrap())
}

fn request_of(offer: &Value) -> String {
    let id = offer["request_id"].as_str().unwrap();
    format!("/api/v1/requests/{id}")
}

async fn ended(manager: &Person, stage: &Stage, offer: &Value, state: &str) -> Value {
    let find = || async {
        let page = manager.get(&stage.lab("/offers?page_size=100")).await.ok();
        let offers = page["offers"].as_array().unwrap().clone();
        offers
            .into_iter()
            .find(|known| known["id"] == offer["id"])
            .unwrap()
    };
    wait::until("the offer has ended", || async {
        find().await["state"] == state
    })
    .await;
    find().await
}

async fn in_a_push_lab_a_free_tutor_is_offered_the_request_and_takes_it(backend: Backend) {
    let (stage, manager) = staged(backend, json!({ "mode": "push" })).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let other = stage.person("tina", Role::Tutor).await;
    let student = stage.person("sam", Role::Student).await;
    let _page = on_duty(&stage, &tutor).await;
    student.ask(&stage.lab(""), "14", "k").await.ok();

    let offer = offered(&tutor).await;
    assert_eq!((&offer["seat"], &offer["wave"]), (&json!("14"), &json!(1)));
    assert_eq!(offer["score"][0]["name"], "load");
    let pick = tutor
        .act(&format!("{}/accept", request_of(&offer)))
        .await
        .refused(409);
    assert_eq!(
        pick["detail"],
        "In this lab the system offers requests to tutors."
    );
    other.act(&path_of(&offer, "/accept")).await.refused(404);

    let accepted = tutor.act(&path_of(&offer, "/accept")).await.ok();
    assert_eq!(accepted["request"]["helper_id"], tutor.id.as_str());
    let detail = student.get(&request_of(&offer)).await.ok();
    assert_eq!(detail["request"]["status"], "in_progress");
    let step = detail["history"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        (&step["what"], &step["comment"]),
        (&json!("accepted"), &json!("By offer."))
    );
    let kept = ended(&manager, &stage, &offer, "accepted").await;
    assert_eq!(kept["helper_name"], "tom");
    tutor.act(&path_of(&offer, "/accept")).await.ok();
    tutor.act(&path_of(&offer, "/decline")).await.refused(415);
    tutor
        .post(&path_of(&offer, "/decline"), json!({}))
        .await
        .refused(409);
    stage.stop().await;
}

async fn who_waited_before_the_lab_began_to_make_offers_is_offered_too(backend: Backend) {
    let (stage, manager) = staged(backend, json!({})).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let _page = on_duty(&stage, &tutor).await;
    for student in stage.people("student", 2, Role::Student).await {
        student.ask(&stage.lab(""), "14", "k").await.ok();
    }
    assert!(offers_to(&tutor).await.is_empty(), "tutors pick here");

    let push = json!({ "mode": "push" });
    stage.set_policy(&manager, push).await.ok();
    let first = offered(&tutor).await;
    assert_eq!(first["student_name"], "student1");
    tutor.act(&path_of(&first, "/accept")).await.ok();
    let complete = format!("{}/complete", request_of(&first));
    tutor.post(&complete, json!({})).await.ok();
    assert_eq!(offered(&tutor).await["student_name"], "student2");
    stage.stop().await;
}

async fn a_declined_offer_goes_to_the_next_tutor_and_comes_back_to_nobody_at_once(
    backend: Backend,
) {
    let (stage, manager) = staged(backend, json!({ "mode": "both" })).await;
    let tom = stage.person("tom", Role::Tutor).await;
    let student = stage.person("sam", Role::Student).await;
    let _page = on_duty(&stage, &tom).await;
    student.ask(&stage.lab(""), "14", "k").await.ok();
    let first = offered(&tom).await;

    let reason = json!({ "reason": "I know nothing of loops." });
    let declined = tom.post(&path_of(&first, "/decline"), reason).await.ok();
    assert_eq!(declined["state"], "declined");
    assert!(offers_to(&tom).await.is_empty(), "nobody is pressed");

    let tina = stage.person("tina", Role::Tutor).await;
    let _other = on_duty(&stage, &tina).await;
    let second = offered(&tina).await;
    assert_eq!(
        (&second["request_id"], &second["wave"]),
        (&first["request_id"], &json!(2))
    );
    let kept = ended(&manager, &stage, &first, "declined").await;
    assert_eq!(kept["reason"], "I know nothing of loops.");
    stage.stop().await;
}

async fn an_offer_that_passes_goes_to_the_next_and_who_misses_two_is_away(backend: Backend) {
    let rules = json!({ "mode": "push", "offer_deadline_s": 5 });
    let (stage, manager) = staged(backend, rules).await;
    let tom = stage.person("tom", Role::Tutor).await;
    let _page = on_duty(&stage, &tom).await;
    for student in stage.people("student", 2, Role::Student).await {
        student.ask(&stage.lab(""), "1", "k").await.ok();
    }
    let first = offered(&tom).await;
    ended(&manager, &stage, &first, "lapsed").await;
    let late = tom.act(&path_of(&first, "/accept")).await.refused(409);
    assert_eq!(late["detail"], "The time to answer this offer is over.");
    let second = offered(&tom).await;
    assert_ne!(second["request_id"], first["request_id"]);
    ended(&manager, &stage, &second, "lapsed").await;
    wait::until("the tutor counts as away", || async {
        let shown = tom.get(&stage.lab("/availability")).await.ok();
        shown["status"] == "away"
    })
    .await;
    assert!(offers_to(&tom).await.is_empty());
    stage.stop().await;
}

async fn an_offer_is_withdrawn_when_what_it_rests_on_is_gone(backend: Backend) {
    let (stage, manager) = staged(backend, json!({ "mode": "push" })).await;
    let tom = stage.person("tom", Role::Tutor).await;
    let student = stage.person("sam", Role::Student).await;
    let _page = on_duty(&stage, &tom).await;

    let asked = student.ask(&stage.lab(""), "14", "one").await.ok();
    let offer = offered(&tom).await;
    let id = asked["request"]["id"].as_str().unwrap();
    let cancel = format!("/api/v1/requests/{id}/cancel");
    student.act(&cancel).await.ok();
    let kept = ended(&manager, &stage, &offer, "withdrawn").await;
    assert_eq!(kept["reason"], "The student has cancelled the request.");
    tom.act(&path_of(&offer, "/accept")).await.refused(409);

    student.ask(&stage.lab(""), "14", "two").await.ok();
    let offer = offered(&tom).await;
    let pause = stage.lab("/queue/pause");
    manager.put(&pause, json!({ "paused": true })).await.ok();
    let kept = ended(&manager, &stage, &offer, "withdrawn").await;
    assert_eq!(kept["reason"], "The queue was paused.");
    manager.put(&pause, json!({ "paused": false })).await.ok();
    let offer = offered(&tom).await;
    let hold = format!("{}/hold", request_of(&offer));
    student.post(&hold, json!({ "seconds": 300 })).await.ok();
    ended(&manager, &stage, &offer, "withdrawn").await;
    let release = format!("{}/release", request_of(&offer));
    student.act(&release).await.ok();

    let offer = offered(&tom).await;
    let path = stage.lab("/availability");
    tom.put(&path, json!({ "available": false })).await.ok();
    let kept = ended(&manager, &stage, &offer, "withdrawn").await;
    assert_eq!(kept["reason"], "The tutor is away.");
    tom.put(&path, json!({ "available": true })).await.ok();

    let offer = offered(&tom).await;
    stage.set_policy(&manager, json!({})).await.ok();
    ended(&manager, &stage, &offer, "withdrawn").await;
    assert!(offers_to(&tom).await.is_empty(), "tutors pick now");
    stage.stop().await;
}

async fn of_an_offer_and_a_pick_at_once_exactly_one_wins(backend: Backend) {
    let (stage, manager) = staged(backend, json!({ "mode": "both" })).await;
    let tom = stage.person("tom", Role::Tutor).await;
    let pickers = stage.people("picker", 8, Role::Tutor).await;
    let student = stage.person("sam", Role::Student).await;
    let _page = on_duty(&stage, &tom).await;
    student.ask(&stage.lab(""), "14", "k").await.ok();
    let offer = offered(&tom).await;

    let pick = format!("{}/accept", request_of(&offer));
    let accept = path_of(&offer, "/accept");
    let mut calls: Vec<_> = pickers.iter().map(|picker| picker.act(&pick)).collect();
    calls.insert(4, tom.act(&accept));
    let answers = join_all(calls).await;

    let won = answers
        .iter()
        .filter(|answer| answer.status.is_success())
        .count();
    assert_eq!(won, 1, "{answers:?}");
    let winner = student.get(&request_of(&offer)).await.ok()["request"]["helper_name"].clone();
    for answer in answers.iter().filter(|answer| !answer.status.is_success()) {
        assert_eq!(answer.status.as_u16(), 409, "{answer:?}");
    }
    let state = if winner == "tom" {
        "accepted"
    } else {
        "superseded"
    };
    ended(&manager, &stage, &offer, state).await;
    stage.stop().await;
}

async fn a_rush_is_shared_out_and_no_two_tutors_decide_on_one_request(backend: Backend) {
    let (stage, manager) = staged(backend, json!({ "mode": "push" })).await;
    let tutors = stage.people("tutor", 3, Role::Tutor).await;
    let mut pages = Vec::new();
    for tutor in &tutors {
        pages.push(on_duty(&stage, tutor).await);
    }
    let students = stage.people("student", 9, Role::Student).await;
    let lab = stage.lab("");
    join_all(students.iter().map(|student| student.ask(&lab, "1", "k"))).await;

    // Each tutor takes and completes what comes, until all are helped.
    let helped = AtomicUsize::new(0);
    let all_helped = || helped.load(Ordering::SeqCst) == students.len();
    join_all(tutors.iter().map(|tutor| async {
        loop {
            wait::until("an offer has come or all are helped", || async {
                all_helped() || !offers_to(tutor).await.is_empty()
            })
            .await;
            let Some(offer) = offers_to(tutor).await.pop() else {
                break;
            };
            tutor.act(&path_of(&offer, "/accept")).await.ok();
            helped.fetch_add(1, Ordering::SeqCst);
            let complete = format!("{}/complete", request_of(&offer));
            tutor.post(&complete, json!({})).await.ok();
        }
    }))
    .await;

    let page = manager.get(&stage.lab("/offers?page_size=100")).await.ok();
    let offers = page["offers"].as_array().unwrap();
    let mut requests: Vec<_> = offers
        .iter()
        .map(|offer| offer["request_id"].as_str().unwrap())
        .collect();
    requests.sort_unstable();
    requests.dedup();
    assert_eq!(requests.len(), 9);
    assert_eq!(offers.len(), 9, "each was offered once: {page}");
    for student in &students {
        let mine = student.get("/api/v1/requests").await.ok();
        assert_eq!(mine["requests"][0]["status"], "completed");
    }
    stage.stop().await;
}
