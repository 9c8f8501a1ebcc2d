//! How a queue is run, and what people may do under its rules.

use handup_contracts::v1::types::Role;
use handup_system_tests::{Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    a_policy_holds_at_once_and_its_history_says_who_changed_what,
    who_was_not_helped_yet_comes_first_where_the_lab_wants_it,
    after_help_a_student_waits_for_the_cooldown,
    a_held_place_is_kept_and_nobody_is_called,
    a_paused_queue_takes_requests_and_calls_nobody,
    a_tutor_takes_back_the_end_of_a_request,
    a_request_that_comes_back_never_shares_its_place_with_another,
    a_request_is_handed_over_to_a_tutor_who_is_here,
    a_queue_that_closes_sends_home_who_waits_or_keeps_the_places,
);

async fn ask(student: &Person, stage: &Stage, key: &str) -> Value {
    student.ask(&stage.lab(""), "1", key).await.ok()
}

fn path_of(asked: &Value, rest: &str) -> String {
    let id = asked["request"]["id"].as_str().unwrap();
    format!("/api/v1/requests/{id}{rest}")
}

async fn help(tutor: &Person, asked: &Value) {
    tutor.act(&path_of(asked, "/accept")).await.ok();
    tutor
        .post(&path_of(asked, "/complete"), json!({}))
        .await
        .ok();
}

async fn position(student: &Person, asked: &Value) -> Value {
    student.get(&path_of(asked, "")).await.ok()["position"].clone()
}

async fn a_policy_holds_at_once_and_its_history_says_who_changed_what(backend: Backend) {
    let stage = Stage::start(backend).await;
    let manager = stage.person("mona", Role::Manager).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    stage.set_policy(&tutor, json!({})).await.refused(403);
    let wrong = json!({ "grace_s": 1, "held_per_tutor": 11 });
    let refused = stage.set_policy(&manager, wrong).await.refused(422);
    let fields: Vec<_> = refused["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].clone())
        .collect();
    assert_eq!(fields, ["held_per_tutor", "grace_s"]);

    stage
        .set_policy(&manager, json!({ "held_per_tutor": 2 }))
        .await
        .ok();
    let mut asked = Vec::new();
    for student in stage.people("student", 3, Role::Student).await {
        asked.push(ask(&student, &stage, "k").await);
    }
    tutor.act(&path_of(&asked[0], "/accept")).await.ok();
    tutor.act(&path_of(&asked[1], "/accept")).await.ok();
    let full = tutor.act(&path_of(&asked[2], "/accept")).await.refused(409);
    assert_eq!(full["detail"], "You are still helping student1 at PC 1.");

    let history = manager.get(&stage.lab("/history")).await.ok();
    let last = &history["entries"][0];
    assert_eq!(
        (&last["actor_name"], &last["comment"]),
        (&json!("mona"), &json!("Requests per tutor: 1 → 2"))
    );
    tutor.get(&stage.lab("/history")).await.refused(403);
    stage.stop().await;
}

async fn who_was_not_helped_yet_comes_first_where_the_lab_wants_it(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    let manager = stage.person("mona", Role::Manager).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let sam = stage.person("sam", Role::Student).await;
    let sue = stage.person("sue", Role::Student).await;
    let stan = stage.person("stan", Role::Student).await;
    stage
        .set_policy(&manager, json!({ "order": "first_help_first" }))
        .await
        .ok();
    help(&tutor, &ask(&sam, &stage, "one").await).await;

    let again = ask(&sam, &stage, "two").await;
    assert_eq!(
        (&again["position"], &again["request"]["helped_before"]),
        (&json!(1), &json!(1))
    );
    let first = ask(&sue, &stage, "one").await;
    assert_eq!(first["position"], 1);
    assert_eq!(position(&sam, &again).await, 2);

    stage
        .set_policy(&manager, json!({ "order": "fifo" }))
        .await
        .ok();
    assert_eq!(position(&sam, &again).await, 1);
    assert_eq!(position(&sue, &first).await, 2);

    let last = ask(&stan, &stage, "one").await;
    let reason = json!({ "reason": "The bus leaves in ten minutes." });
    let moved = tutor
        .post(&path_of(&last, "/move-first"), reason)
        .await
        .ok();
    assert_eq!(moved["position"], 1);
    let detail = stan.get(&path_of(&last, "")).await.ok();
    let step = detail["history"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        (&step["what"], &step["actor_name"], &step["comment"]),
        (
            &json!("moved_first"),
            &json!("tom"),
            &json!("The bus leaves in ten minutes.")
        )
    );
    stage.stop().await;
}

async fn after_help_a_student_waits_for_the_cooldown(backend: Backend) {
    let stage = Stage::start(backend).await;
    let manager = stage.person("mona", Role::Manager).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let sam = stage.person("sam", Role::Student).await;
    stage
        .set_policy(&manager, json!({ "cooldown_s": 600 }))
        .await
        .ok();
    help(&tutor, &ask(&sam, &stage, "one").await).await;
    let refused = sam.ask(&stage.lab(""), "1", "two").await.refused(409);
    assert_eq!(
        refused["detail"],
        "You were helped a moment ago; you can ask again in 10 minutes."
    );
    stage.set_policy(&manager, json!({})).await.ok();
    ask(&sam, &stage, "three").await;
    stage.stop().await;
}

async fn a_held_place_is_kept_and_nobody_is_called(backend: Backend) {
    let stage = Stage::start(backend).await;
    let manager = stage.person("mona", Role::Manager).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let sam = stage.person("sam", Role::Student).await;
    let sue = stage.person("sue", Role::Student).await;
    let held = ask(&sam, &stage, "one").await;
    let next = ask(&sue, &stage, "one").await;
    let hold = path_of(&held, "/hold");
    let refused = sam
        .post(&hold, json!({ "seconds": 3600 }))
        .await
        .refused(422);
    assert_eq!(refused["fields"][0]["field"], "seconds");
    sue.post(&hold, json!({ "seconds": 60 })).await.refused(404);
    let answer = sam.post(&hold, json!({ "seconds": 300 })).await.ok();
    assert_eq!(
        (&answer["position"], &answer["request"]["held_s"]),
        (&json!(1), &json!(300))
    );

    tutor.act(&path_of(&held, "/accept")).await.refused(409);
    let taken = tutor.act(&stage.lab("/take-next")).await.ok();
    assert_eq!(taken["id"], next["request"]["id"]);
    tutor
        .post(&path_of(&next, "/complete"), json!({}))
        .await
        .ok();
    sam.act(&path_of(&held, "/release")).await.ok();
    let taken = tutor.act(&stage.lab("/take-next")).await.ok();
    assert_eq!(taken["id"], held["request"]["id"]);

    tutor
        .post(&path_of(&held, "/put-back"), json!({}))
        .await
        .ok();
    stage
        .set_policy(&manager, json!({ "hold_limit_s": 0 }))
        .await
        .ok();
    let refused = sam.post(&hold, json!({ "seconds": 60 })).await.refused(409);
    assert_eq!(refused["detail"], "In this lab places can't be held.");
    stage.stop().await;
}

async fn a_paused_queue_takes_requests_and_calls_nobody(backend: Backend) {
    let stage = Stage::start(backend).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let sam = stage.person("sam", Role::Student).await;
    let pause = stage.lab("/queue/pause");
    sam.put(&pause, json!({ "paused": true }))
        .await
        .refused(403);
    let lab = tutor.put(&pause, json!({ "paused": true })).await.ok();
    assert_eq!(lab["paused"], true);
    let asked = ask(&sam, &stage, "one").await;
    let refused = tutor.act(&path_of(&asked, "/accept")).await.refused(409);
    assert_eq!(refused["detail"], "The queue is paused; nobody is called.");
    tutor.act(&stage.lab("/take-next")).await.refused(409);
    tutor.put(&pause, json!({ "paused": false })).await.ok();
    tutor.act(&path_of(&asked, "/accept")).await.ok();

    let words = json!({ "text": " <b>Exercise 3</b> has a typo. " });
    let lab = tutor.put(&stage.lab("/announcement"), words).await.ok();
    assert_eq!(lab["announcement"]["text"], "<b>Exercise 3</b> has a typo.");
    assert_eq!(lab["announcement"]["by_name"], "tom");
    let sue = stage.person("sue", Role::Student).await;
    ask(&sue, &stage, "one").await;
    let words = json!({ "text": "Please save your work." });
    tutor.put(&stage.lab("/announcement"), words).await.ok();
    wait::until("who waits is told", || async {
        let told = sue.get("/api/v1/notifications").await.ok();
        told["notifications"][0]["body"] == "Please save your work."
    })
    .await;
    let nothing = json!({ "text": "" });
    let lab = tutor.put(&stage.lab("/announcement"), nothing).await.ok();
    assert_eq!(lab["announcement"], Value::Null);
    stage.stop().await;
}

async fn a_tutor_takes_back_the_end_of_a_request(backend: Backend) {
    let stage = Stage::start(backend).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let other = stage.person("tina", Role::Tutor).await;
    let sam = stage.person("sam", Role::Student).await;
    let asked = ask(&sam, &stage, "one").await;
    help(&tutor, &asked).await;
    let undo = path_of(&asked, "/undo");
    other.act(&undo).await.refused(409);
    sam.act(&undo).await.refused(403);
    let again = tutor.act(&undo).await.ok();
    assert_eq!(again["request"]["status"], "in_progress");
    assert_eq!(again["request"]["helper_name"], "tom");

    tutor.act(&path_of(&asked, "/not-found")).await.ok();
    ask(&sam, &stage, "two").await;
    let refused = tutor.act(&undo).await.refused(409);
    assert_eq!(refused["detail"], "sam has asked again meanwhile.");
    stage.stop().await;
}

async fn a_request_that_comes_back_never_shares_its_place_with_another(backend: Backend) {
    let stage = Stage::start(backend).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let students = stage.people("student", 3, Role::Student).await;
    let mut asked = Vec::new();
    for student in &students {
        asked.push(ask(student, &stage, "one").await);
    }
    let first = |number: usize| path_of(&asked[number], "/move-first");
    // The front is free again once the one who was moved there is completed.
    tutor.post(&first(1), json!({})).await.ok();
    help(&tutor, &asked[1]).await;
    tutor.post(&first(2), json!({})).await.ok();
    tutor.act(&path_of(&asked[1], "/undo")).await.ok();
    tutor
        .post(&path_of(&asked[1], "/put-back"), json!({}))
        .await
        .ok();

    let mut positions = Vec::new();
    for (student, asked) in students.iter().zip(&asked) {
        positions.push(position(student, asked).await.as_i64().unwrap());
    }
    assert_eq!(positions, [3, 1, 2]);
    stage.stop().await;
}

async fn a_queue_that_closes_sends_home_who_waits_or_keeps_the_places(backend: Backend) {
    let stage = Stage::start(backend).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let students = stage.people("student", 3, Role::Student).await;
    let mut asked = Vec::new();
    for student in &students {
        asked.push(ask(student, &stage, "one").await);
    }
    tutor.act(&path_of(&asked[0], "/accept")).await.ok();
    let state = stage.lab("/queue/state");
    tutor.put(&state, json!({ "open": false })).await.ok();
    assert_eq!(position(&students[1], &asked[1]).await, 1);

    let close = json!({ "open": false, "send_home": true });
    let lab = tutor.put(&state, close).await.ok();
    assert_eq!(
        (&lab["waiting"], &lab["in_progress"]),
        (&json!(0), &json!(1))
    );
    for (student, asked) in students.iter().zip(&asked).skip(1) {
        let detail = student.get(&path_of(asked, "")).await.ok();
        assert_eq!(detail["request"]["outcome"], "sent_home");
        let steps = detail["history"].as_array().unwrap();
        let sent = steps.iter().filter(|step| step["what"] == "sent_home");
        assert_eq!(sent.count(), 1);
        // Closed once with the place kept, then sent home: each is said once.
        wait::until("the student is told", || async {
            let told = student.get("/api/v1/notifications").await.ok().to_string();
            told.matches("request.sent_home").count() == 1
        })
        .await;
        let told = student.get("/api/v1/notifications").await.ok().to_string();
        assert_eq!(told.matches("queue.closed").count(), 1, "{told}");
    }
    tutor
        .send(
            Method::PUT,
            &state,
            Some(json!({ "open": true, "send_home": true })),
            None,
        )
        .await
        .refused(422);
    tutor.put(&state, json!({ "open": true })).await.ok();
    ask(&students[1], &stage, "two").await;
    stage.stop().await;
}

async fn a_request_is_handed_over_to_a_tutor_who_is_here(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    let tom = stage.person("tom", Role::Tutor).await;
    let tina = stage.person("tina", Role::Tutor).await;
    let sam = stage.person("sam", Role::Student).await;
    let asked = ask(&sam, &stage, "k").await;
    tom.act(&path_of(&asked, "/accept")).await.ok();
    let hand_over = path_of(&asked, "/hand-over");
    let to = |tutor_id: &str| json!({ "tutor_id": tutor_id, "note": "Bring a cable." });
    let refused = tom.post(&hand_over, to(&tina.id)).await.refused(422);
    assert_eq!(refused["fields"][0]["field"], "tutor_id", "she is not here");

    let mut page = tina.live().await;
    page.subscribe(&format!("lab/{}", stage.lab_id)).await;
    wait::until("she is here", || async {
        let list = tom.get(&stage.lab("/tutors")).await.ok();
        let tutors = list["tutors"].as_array().unwrap().clone();
        tutors
            .iter()
            .any(|tutor| tutor["tutor_id"] == json!(tina.id) && tutor["status"] != "offline")
    })
    .await;
    sam.post(&hand_over, to(&tina.id)).await.refused(403);
    // She holds as many as the rules allow.
    let sue = stage.person("sue", Role::Student).await;
    let sues = ask(&sue, &stage, "k").await;
    tina.act(&path_of(&sues, "/accept")).await.ok();
    wait::until("her role is known to all", || async {
        tom.post(&hand_over, to(&tina.id)).await.status == 409
    })
    .await;
    let full = tom.post(&hand_over, to(&tina.id)).await.refused(409);
    assert_eq!(full["detail"], "tina is still helping sue at PC 1.");
    tina.post(&path_of(&sues, "/complete"), json!({}))
        .await
        .ok();
    wait::until("she is known to all and free", || async {
        tom.post(&hand_over, to(&tina.id)).await.status == 200
    })
    .await;
    let detail = sam.get(&path_of(&asked, "")).await.ok();
    assert_eq!(detail["request"]["helper_name"], "tina");
    let last = detail["history"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["what"], &last["comment"]),
        (&json!("handed_over"), &json!("Bring a cable."))
    );
    wait::until("she is told, and busy", || async {
        let told = tina.get("/api/v1/notifications").await.ok();
        let list = tom.get(&stage.lab("/tutors")).await.ok();
        let tutors = list["tutors"].as_array().unwrap().clone();
        told["notifications"][0]["kind"] == "request.handed_to_you"
            && tutors
                .iter()
                .all(|tutor| (tutor["status"] == "busy") == (tutor["tutor_id"] == json!(tina.id)))
    })
    .await;
    tom.post(&path_of(&asked, "/complete"), json!({}))
        .await
        .refused(409);
    tina.post(&path_of(&asked, "/complete"), json!({}))
        .await
        .ok();
    stage.stop().await;
}
