//! Queues that open and close by themselves.

use std::time::Duration;

use handup_contracts::v1::types::Role;
use handup_system_tests::{Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::{on_both_databases, wait};
use jiff::tz::TimeZone;
use jiff::{RoundMode, Timestamp, Unit, Zoned, ZonedRound};
use serde_json::{Value, json};

on_both_databases!(
    a_queue_opens_and_closes_at_its_hours_once_with_two_replicas,
    hours_that_break_a_rule_are_named_and_only_managers_set_them,
);

/// The lab once its time zone is known.
async fn lab_with_zone(stage: &Stage, person: &Person) -> Value {
    wait::until_some("the time zone is known", || async {
        let lab = person.get(&stage.lab("")).await.ok();
        (!lab["time_zone"].is_null()).then_some(lab)
    })
    .await
}

fn now(stage: &Stage) -> Zoned {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    Timestamp::from_millisecond(stage.clock().now_ms())
        .unwrap()
        .to_zoned(zone)
}

/// Hours of three minutes at most that begin with the next minute, and when that is.
fn next_minutes(stage: &Stage) -> (Value, Zoned) {
    let minute = ZonedRound::new()
        .smallest(Unit::Minute)
        .mode(RoundMode::Trunc);
    let opens = now(stage).round(minute).unwrap() + Duration::from_secs(60);
    let minutes = i32::from(opens.hour()) * 60 + i32::from(opens.minute());
    let closes = (minutes + 3).min(24 * 60);
    let day = format!("{:?}", opens.weekday()).to_lowercase();
    let time = |minutes: i32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let hours = json!({ "weekday": day, "opens": time(minutes), "closes": time(closes) });
    (hours, opens)
}

/// Puts the clock forward to the lab's next turn.
async fn jump_to_next_turn(stage: &Stage, person: &Person) {
    let lab = person.get(&stage.lab("")).await.ok();
    let at: Timestamp = lab["next_turn"]["at"].as_str().unwrap().parse().unwrap();
    stage.put_clock_forward(at.as_millisecond() - stage.clock().now_ms());
}

async fn until_open_is(open: bool, stage: &Stage, person: &Person) {
    wait::until("the queue turns", || async {
        person.get(&stage.lab("")).await.ok()["queue_open"] == json!(open)
    })
    .await;
}

/// What happened to the queue by schedule.
async fn turns(stage: &Stage, manager: &Person) -> Vec<Value> {
    let history = manager.get(&stage.lab("/history")).await.ok();
    let entries = history["entries"].as_array().unwrap().iter();
    entries
        .filter(|entry| entry["comment"] == "By schedule.")
        .map(|entry| entry["what"].clone())
        .collect()
}

async fn a_queue_opens_and_closes_at_its_hours_once_with_two_replicas(backend: Backend) {
    let stage = Stage::with(backend, 2, |_| {}).await;
    let manager = stage.person("mona", Role::Manager).await;
    let student = stage.person("sue", Role::Student).await;
    assert_eq!(
        lab_with_zone(&stage, &manager).await["time_zone"],
        "Europe/Berlin"
    );
    let close = json!({ "open": false });
    manager.put(&stage.lab("/queue/state"), close).await.ok();

    let (hours, opens) = next_minutes(&stage);
    let schedule = json!({ "hours": [hours], "send_home": true });
    let lab = manager
        .put(&stage.lab("/schedule"), schedule.clone())
        .await
        .ok();
    assert_eq!(lab["schedule"], schedule);
    let next = json!({ "at": opens.timestamp().to_string(), "opens": true });
    assert_eq!(lab["next_turn"], next);
    assert_eq!(lab["queue_open"], false);

    jump_to_next_turn(&stage, &student).await;
    until_open_is(true, &stage, &student).await;
    let asked = student.ask(&stage.lab(""), "1", "k").await.ok();
    jump_to_next_turn(&stage, &student).await;
    until_open_is(false, &stage, &student).await;
    let id = asked["request"]["id"].as_str().unwrap();
    let path = format!("/api/v1/requests/{id}");
    let ended = student.get(&path).await.ok();
    assert_eq!(ended["request"]["outcome"], "sent_home");

    let lab = manager.get(&stage.lab("")).await.ok();
    assert_eq!(lab["next_turn"]["opens"], true, "next week");
    assert_eq!(
        turns(&stage, &manager).await,
        ["closed_and_sent_home", "opened"]
    );
    stage.stop().await;
}

async fn hours_that_break_a_rule_are_named_and_only_managers_set_them(backend: Backend) {
    let stage = Stage::start(backend).await;
    let manager = stage.person("mona", Role::Manager).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    lab_with_zone(&stage, &manager).await;
    let path = stage.lab("/schedule");
    let hours = |opens, closes| json!({ "weekday": "monday", "opens": opens, "closes": closes });
    let none = json!({ "hours": [], "send_home": false });
    tutor.put(&path, none).await.refused(403);
    for (wrong, field) in [
        (json!([hours("10:00", "25:00")]), "hours[0].closes"),
        (json!([hours("10:00", "09:00")]), "hours[0].closes"),
        (
            json!([hours("10:00", "12:00"), hours("11:00", "13:00")]),
            "hours[1].opens",
        ),
    ] {
        let body = json!({ "hours": wrong, "send_home": false });
        let refused = manager.put(&path, body).await.refused(422);
        assert_eq!(refused["fields"][0]["field"], field);
    }
    stage.stop().await;
}
