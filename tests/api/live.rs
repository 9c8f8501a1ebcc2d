//! The live picture.

use std::time::Duration;

use handup_contracts::v1::types::Role;
use handup_system_tests::{Live, Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::on_both_databases;
use serde_json::json;

on_both_databases!(
    a_client_cut_at_random_times_ends_with_the_same_queue_as_one_never_cut,
    a_member_who_is_removed_sees_the_lab_no_more,
    a_screen_in_the_room_needs_staff_and_is_nobody_at_work,
);

/// A small generator, so that the moments of the cuts differ and a failing run can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

async fn a_client_cut_at_random_times_ends_with_the_same_queue_as_one_never_cut(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    let manager = stage.person("mona", Role::Manager).await;
    let no_limit = json!({ "held_per_tutor": 0 });
    stage.set_policy(&manager, no_limit).await.ok();
    let students = stage.people("student", 8, Role::Student).await;
    let tutors = stage.people("tutor", 2, Role::Tutor).await;
    let topic = format!("lab/{}", stage.lab_id);
    let mut steady = tutors[0].at(stage.address(0)).live().await;
    let mut cut = tutors[1].at(stage.address(1)).live().await;
    steady.subscribe(&topic).await;
    cut.subscribe(&topic).await;

    let mut dice = Dice(0x5eed);
    for round in 0..60_u64 {
        let student = &students[usize::try_from(dice.roll(8)).unwrap()];
        change_something(&stage, student, &tutors, round).await;
        match dice.roll(4) {
            0 => cut.reconnect().await,
            1 => cut.drain(Duration::from_millis(dice.roll(20))).await,
            _ => {}
        }
    }

    let truth = tutors[0].get(&stage.lab("/queue")).await.ok();
    let revision = truth["revision"].as_i64().unwrap();
    for (name, page) in [("steady", &mut steady), ("cut", &mut cut)] {
        page.until("the last revision", |page| page.revision == revision)
            .await;
        let mut shown: Vec<_> = page.queue.values().cloned().collect();
        let mut wanted = truth["requests"].as_array().unwrap().clone();
        shown.sort_by_key(|request| request["id"].to_string());
        wanted.sort_by_key(|request| request["id"].to_string());
        assert_eq!(shown, wanted, "{name}");
    }
    stage.stop().await;
}

/// Asks if the student has no open request, else moves that one on.
async fn change_something(stage: &Stage, student: &Person, tutors: &[Person], round: u64) {
    let asked = student
        .ask(&stage.lab(""), "1", &format!("round {round}"))
        .await;
    if asked.status.is_success() {
        return;
    }
    let own = student.get("/api/v1/requests").await.ok();
    let own = own["requests"]
        .as_array()
        .unwrap()
        .iter()
        .find(|request| request["status"] == "pending" || request["status"] == "in_progress")
        .expect("asking was refused because a request is open")
        .clone();
    let request = format!("/api/v1/requests/{}", own["id"].as_str().unwrap());
    let tutor = &tutors[usize::from(round.is_multiple_of(2))];
    if own["status"] == "pending" {
        tutor.act(&format!("{request}/accept")).await.ok();
    } else if round.is_multiple_of(3) {
        student.act(&format!("{request}/resolve")).await.ok();
    } else {
        let holder = tutors
            .iter()
            .find(|tutor| own["helper_id"] == tutor.id.as_str())
            .unwrap();
        holder
            .post(&format!("{request}/put-back"), json!({}))
            .await
            .ok();
    }
}

async fn a_member_who_is_removed_sees_the_lab_no_more(backend: Backend) {
    let stage = Stage::start(backend).await;
    let manager = stage.person("mona", Role::Manager).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let mut page = tutor.live().await;
    page.subscribe(&format!("lab/{}", stage.lab_id)).await;
    page.until("a snapshot", |page| page.revision > 0).await;

    let member = stage.lab(&format!("/members/{}", tutor.id));
    manager
        .send(reqwest::Method::DELETE, &member, None, None)
        .await
        .ok();

    page.until("the lab is refused", refused).await;
    handup_testkit::wait::until("the queue is refused", || async {
        tutor.get(&stage.lab("/queue")).await.status.as_u16() == 404
    })
    .await;
    stage.stop().await;
}

async fn a_screen_in_the_room_needs_staff_and_is_nobody_at_work(backend: Backend) {
    let stage = Stage::start(backend).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let student = stage.person("quentin", Role::Student).await;
    let topic = format!("lab/{}/wall", stage.lab_id);
    let mut screen = tutor.live().await;
    screen.subscribe(&topic).await;
    screen.until("a snapshot", |page| page.revision > 0).await;
    student.ask(&stage.lab(""), "14", "k").await.ok();
    let shown = screen.next().await;
    assert_eq!(
        (&shown["topic"], &shown["seat"]["seat"]),
        (&json!(topic), &json!("14"))
    );
    assert!(!json!(screen.received).to_string().contains("quentin"));

    let mut page = student.live().await;
    page.subscribe(&topic).await;
    page.until("the screen is refused", refused).await;

    // A page of the tutor's own shows that one at work, and the screen beside it does not.
    let mut own = tutor.live().await;
    own.subscribe(&format!("lab/{}", stage.lab_id)).await;
    own.until("a snapshot", |page| page.revision > 0).await;
    tutor
        .put(&stage.lab("/availability"), json!({ "available": true }))
        .await
        .ok();
    drop(own);
    handup_testkit::wait::until("the tutor has left", || async {
        tutor.get(&stage.lab("/availability")).await.ok()["status"] == "offline"
    })
    .await;
    stage.stop().await;
}

fn refused(page: &Live) -> bool {
    page.received
        .iter()
        .any(|message| message["type"] == "refused")
}
