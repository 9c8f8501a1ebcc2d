//! Students with the same problem wait together, and one visit serves all.

use handup_contracts::v1::types::Role;
use handup_system_tests::{Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases!(
    one_visit_serves_all_who_have_joined,
    who_has_joined_goes_on_where_who_asked_gives_up,
    joining_keeps_the_rules_of_the_lab,
    nobody_asks_while_waiting_and_everybody_can_again_afterwards,
);

async fn allow(stage: &Stage) -> Person {
    let manager = stage.person("mona", Role::Manager).await;
    stage
        .set_policy(&manager, json!({ "same_problem": true }))
        .await
        .ok();
    manager
}

/// Asks a question that others may join.
async fn ask(student: &Person, stage: &Stage) -> Value {
    let body = json!({ "seat": "14", "description": "It does not compile.", "shared": true });
    let path = stage.lab("/requests");
    student
        .send(Method::POST, &path, Some(body), None)
        .await
        .ok()["request"]
        .clone()
}

fn path_of(request: &Value, rest: &str) -> String {
    format!("/api/v1/requests/{}{rest}", request["id"].as_str().unwrap())
}

async fn join(student: &Person, request: &Value, seat: &str) -> Value {
    student
        .post(&path_of(request, "/join"), json!({ "seat": seat }))
        .await
        .ok()["request"]
        .clone()
}

/// The bodies of what a person was told, newest first, once there are `count`.
async fn told(person: &Person, count: usize) -> Vec<String> {
    wait::until_some("everybody is told", || async {
        let page = person.get("/api/v1/notifications").await.ok();
        let told: Vec<String> = page["notifications"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["body"].as_str().unwrap().to_owned())
            .collect();
        (told.len() >= count).then_some(told)
    })
    .await
}

async fn one_visit_serves_all_who_have_joined(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    allow(&stage).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let [sam, ann] = [
        stage.person("sam", Role::Student).await,
        stage
            .person("ann", Role::Student)
            .await
            .at(stage.address(1)),
    ];
    let request = ask(&sam, &stage).await;
    // What another student reads of it, and nothing more.
    let mut page = ann.live().await;
    page.subscribe(&format!("lab/{}", stage.lab_id)).await;
    page.until("a snapshot", |page| page.revision > 0).await;
    let ticket = page.queue.values().next().unwrap();
    assert_eq!(
        ticket["shared"],
        json!({ "description": "It does not compile.", "companions": 0 })
    );
    ann.get(&path_of(&request, "")).await.refused(404);

    let joined = join(&ann, &request, "3").await;
    assert_eq!(joined["companions"][0]["seat"], "3");
    assert_eq!(
        join(&ann, &request, "3").await["version"],
        joined["version"]
    );
    assert_eq!(ann.get(&path_of(&request, "")).await.ok()["position"], 1);
    let again = ann.ask(&stage.lab(""), "3", "k").await.refused(409);
    assert_eq!(
        again["detail"],
        "You already have an open request in this lab."
    );

    tutor.act(&path_of(&request, "/accept")).await.ok();
    assert_eq!(told(&ann, 1).await, ["tom is coming to PC 3."]);
    assert_eq!(
        told(&sam, 2).await,
        [
            "tom is coming to PC 14.",
            "ann has the same problem. One visit will serve you all."
        ]
    );
    tutor
        .post(&path_of(&request, "/complete"), json!({}))
        .await
        .ok();
    for student in [&sam, &ann] {
        let mine = student.get("/api/v1/requests").await.ok();
        assert_eq!(mine["requests"][0]["status"], "completed", "{mine}");
    }
    stage.stop().await;
}

async fn who_has_joined_goes_on_where_who_asked_gives_up(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    allow(&stage).await;
    let [sam, ann, bob] = [
        stage.person("sam", Role::Student).await,
        stage.person("ann", Role::Student).await,
        stage.person("bob", Role::Student).await,
    ];
    let last = stage.person("zoe", Role::Student).await;
    let request = ask(&sam, &stage).await;
    last.ask(&stage.lab(""), "9", "k").await.ok();
    join(&ann, &request, "3").await;
    join(&bob, &request, "4").await;
    // Nobody ends what is not theirs alone, and who leaves reads it no longer.
    bob.act(&path_of(&request, "/cancel")).await.refused(403);
    bob.act(&path_of(&request, "/leave")).await.ok();
    bob.get(&path_of(&request, "")).await.refused(404);
    join(&bob, &request, "4").await;

    sam.act(&path_of(&request, "/resolve")).await.ok();
    let mine = ann.get("/api/v1/requests").await.ok();
    let [kept] = mine["requests"].as_array().unwrap().as_slice() else {
        panic!("one request: {mine}");
    };
    assert_eq!(
        (&kept["seat"], &kept["status"], &kept["place"]),
        (&json!("3"), &json!("pending"), &request["place"])
    );
    assert_eq!(kept["companions"][0]["student_name"], "bob");
    assert_eq!(ann.get(&path_of(kept, "")).await.ok()["position"], 1);
    // She may be told of bob before and after it: two replicas take events of two requests in.
    let keeps = "sam does not need the help any more. You keep the place.";
    wait::until("ann is told that she keeps the place", || async {
        told(&ann, 1).await.iter().any(|body| body == keeps)
    })
    .await;
    // Who has solved it can ask again, and is not part of what goes on.
    sam.get(&path_of(kept, "")).await.refused(404);
    let own = sam.get(&path_of(&request, "")).await.ok();
    assert_eq!(own["request"]["outcome"], "resolved_alone");
    sam.ask(&stage.lab(""), "14", "again").await.ok();
    stage.stop().await;
}

async fn joining_keeps_the_rules_of_the_lab(backend: Backend) {
    let stage = Stage::start(backend).await;
    let manager = allow(&stage).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let [sam, ann] = [
        stage.person("sam", Role::Student).await,
        stage.person("ann", Role::Student).await,
    ];
    let seat = json!({ "seat": "3" });
    let alone = sam.ask(&stage.lab(""), "14", "k").await.ok()["request"].clone();
    let path = path_of(&alone, "/join");
    let refused = ann.post(&path, seat.clone()).await.refused(409);
    assert_eq!(refused["detail"], "This student waits alone.");
    let shared = json!({ "seat": "14", "description": "stuck", "shared": true });
    let edited = path_of(&alone, "");
    sam.send(Method::PATCH, &edited, Some(shared), None)
        .await
        .ok();
    tutor.post(&path, seat.clone()).await.refused(403);
    let no_seat = ann.post(&path, json!({ "seat": " " })).await.refused(422);
    assert_eq!(no_seat["fields"][0]["field"], "seat");

    stage.set_policy(&manager, json!({})).await.ok();
    let refused = ann.post(&path, seat.clone()).await.refused(409);
    assert_eq!(refused["detail"], "In this lab everybody waits alone.");
    let rules = json!({ "same_problem": true, "cooldown_s": 600 });
    stage.set_policy(&manager, rules).await.ok();
    let state = stage.lab("/queue/state");
    tutor.put(&state, json!({ "open": false })).await.ok();
    let closed = ann.post(&path, seat.clone()).await.refused(409);
    assert_eq!(closed["detail"], "The queue of Programming 1 is closed.");
    tutor.put(&state, json!({ "open": true })).await.ok();

    // Who was helped along with another has been helped, too.
    ann.post(&path, seat.clone()).await.ok();
    tutor.act(&path_of(&alone, "/accept")).await.ok();
    let complete = path_of(&alone, "/complete");
    tutor.post(&complete, json!({})).await.ok();
    let zoe = stage.person("zoe", Role::Student).await;
    let next = ask(&zoe, &stage).await;
    let refused = ann.post(&path_of(&next, "/join"), seat).await.refused(409);
    let detail = refused["detail"].as_str().unwrap();
    assert!(
        detail.starts_with("You were helped a moment ago"),
        "{detail}"
    );
    stage.stop().await;
}

async fn nobody_asks_while_waiting_and_everybody_can_again_afterwards(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    allow(&stage).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let [sam, ann, bob] = [
        stage.person("sam", Role::Student).await,
        stage.person("ann", Role::Student).await,
        stage.person("bob", Role::Student).await,
    ];
    let lab = stage.lab("");
    let request = ask(&sam, &stage).await;
    // Each of these changes who has an open request, between questions of others to both replicas.
    for round in 0..4 {
        join(&ann, &request, "3").await;
        bob.ask(&lab, "9", &format!("b{round}")).await.ok();
        ann.ask(&lab, "3", &format!("a{round}")).await.refused(409);
        ann.act(&path_of(&request, "/leave")).await.ok();
        let own = ann.ask(&lab, "3", &format!("o{round}")).await.ok()["request"].clone();
        bob.ask(&lab, "9", &format!("c{round}")).await.refused(409);
        ann.act(&path_of(&own, "/cancel")).await.ok();
        let waiting = bob.get("/api/v1/requests?status=pending").await.ok();
        let waiting = &waiting["requests"][0];
        tutor.act(&path_of(waiting, "/accept")).await.ok();
        bob.ask(&lab, "9", &format!("d{round}")).await.refused(409);
        let complete = path_of(waiting, "/complete");
        tutor.post(&complete, json!({})).await.ok();
    }
    bob.ask(&lab, "9", "last").await.ok();
    stage.stop().await;
}
