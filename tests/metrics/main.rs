//! The figures on the health port after some traffic.
//!
//! A test binary of its own, with one test: figures are those of the whole process.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

use std::collections::BTreeMap;

use handup_contracts::events;
use handup_contracts::v1::types::Role;
use handup_system_tests::{Live, Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::wait;
use serde_json::json;

/// All lines of `/metrics`: the name with its labels, and the value.
struct Figures(BTreeMap<String, f64>);

impl Figures {
    async fn read(stage: &Stage) -> Self {
        let answer = reqwest::get(format!("http://{}/metrics", stage.health(0)))
            .await
            .expect("the health port answers");
        let kind = answer.headers()["content-type"].to_str().unwrap();
        assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
        let text = answer.text().await.unwrap();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let figure = |line: &str| {
            let (name, value) = line.rsplit_once(' ').expect("a name and a value");
            (name.to_owned(), value.parse().expect("a number"))
        };
        Self(lines.map(figure).collect())
    }

    /// The one figure with this name and these labels, among others.
    fn find(&self, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
        let has = |line: &str, (label, value): &(&str, &str)| {
            line.contains(&format!("{label}=\"{value}\""))
        };
        let mut found = self.0.iter().filter(|(line, _)| {
            line.split('{').next() == Some(name) && labels.iter().all(|label| has(line, label))
        });
        let value = found.next().map(|(_, value)| *value);
        assert!(found.next().is_none(), "{name} {labels:?} is not one line");
        value
    }
}

/// Waits until a figure has this value.
async fn shows(stage: &Stage, name: &str, labels: &[(&str, &str)], value: f64) {
    wait::until(&format!("{name} {labels:?} is {value}"), || async {
        Figures::read(stage).await.find(name, labels) == Some(value)
    })
    .await;
}

async fn on_duty(stage: &Stage, tutor: &Person) -> Live {
    let mut live = tutor.live().await;
    live.subscribe(&format!("lab/{}", stage.lab_id)).await;
    live.until("a snapshot", |page| page.revision > 0).await;
    let path = stage.lab("/availability");
    tutor.put(&path, json!({ "available": true })).await.ok();
    live
}

/// What people do is counted once where it is done.
async fn counts_calls_and_events(stage: &Stage) {
    let route = [
        ("http_request_method", "POST"),
        ("http_route", "/api/v1/labs/{lab_id}/requests"),
    ];
    let figures = Figures::read(stage).await;
    for (status, refused, number) in [("201", "ok", 1.0), ("409", "conflict", 1.0)] {
        let labels = [route[0], route[1], ("http_response_status_code", status)];
        let answered = figures.find("http_server_request_duration_seconds_count", &labels);
        assert_eq!(answered, Some(number), "{status}");
        for side in ["client", "server"] {
            let name = format!("rpc_{side}_call_duration_seconds_count");
            let labels = [
                ("rpc_method", "request/create"),
                ("rpc_response_status_code", refused),
            ];
            assert_eq!(figures.find(&name, &labels), Some(number), "{name}");
        }
    }
    let group = [("messaging_consumer_group_name", "analytics-requests")];
    shows(
        stage,
        "messaging_client_consumed_messages_total",
        &group,
        1.0,
    )
    .await;
    shows(
        stage,
        "messaging_process_duration_seconds_count",
        &group,
        1.0,
    )
    .await;
}

/// The request is the only thing that its service was asked to write since `before`.
fn counts_transactions(before: &Figures, after: &Figures) {
    let service = ("handup_service", "request");
    let more = |name: &str, labels: &[(&str, &str)]| {
        after.find(name, labels).unwrap() - before.find(name, labels).unwrap_or(0.0)
    };
    let committed = [service, ("handup_outcome", "committed")];
    assert!(
        more(
            "handup_store_transaction_duration_seconds_count",
            &committed
        ) >= 1.0
    );
    assert!(more("handup_store_transaction_works_sum", &[service]) >= 1.0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_health_port_tells_what_happens_and_names_nobody() {
    let stage = Stage::start(Backend::Sqlite).await;
    shows(&stage, "handup_gateway_sockets", &[], 0.0).await;
    let student = stage.person("sam-the-student", Role::Student).await;
    let before = Figures::read(&stage).await;
    student.ask(&stage.lab(""), "seat-14", "one").await.ok();
    student
        .ask(&stage.lab(""), "seat-14", "two")
        .await
        .refused(409);
    counts_calls_and_events(&stage).await;
    counts_transactions(&before, &Figures::read(&stage).await);

    shows(
        &stage,
        "handup_requests_open",
        &[("status", "waiting")],
        1.0,
    )
    .await;
    stage.put_clock_forward(90_000);
    wait::until("the wait of the oldest is seen", || async {
        let oldest = Figures::read(&stage)
            .await
            .find("handup_requests_oldest_wait_seconds", &[]);
        oldest.is_some_and(|seconds| (90.0..200.0).contains(&seconds))
    })
    .await;

    let manager = stage.person("mona-the-manager", Role::Manager).await;
    let tutor = stage.person("tim-the-tutor", Role::Tutor).await;
    stage
        .set_policy(&manager, json!({ "mode": "push" }))
        .await
        .ok();
    let live = on_duty(&stage, &tutor).await;
    shows(&stage, "handup_gateway_sockets", &[], 1.0).await;
    shows(&stage, "handup_offers_out", &[], 1.0).await;
    drop(live);
    shows(&stage, "handup_gateway_sockets", &[], 0.0).await;

    let names = Figures::read(&stage).await.0;
    let lab_id = stage.lab_id.to_string();
    for somebody in [
        "sam-the",
        "mona-the",
        "tim-the",
        "seat-14",
        &student.id,
        &lab_id,
    ] {
        assert!(
            names.keys().all(|name| !name.contains(somebody)),
            "{somebody}"
        );
    }
    counts_what_is_behind(&stage).await;
    stage.stop().await;
}

/// Where NATS is away, the outbox fills; when it is back, nobody is behind.
async fn counts_what_is_behind(stage: &Stage) {
    let auth = [("handup_service", "auth")];
    stage.nats_link.cut();
    stage.account(stage.lab_id, "nora", Role::Student).await;
    // The account and the role.
    shows(stage, "handup_outbox_unpublished", &auth, 2.0).await;
    stage.put_clock_forward(30_000);
    wait::until("the age of the oldest is seen", || async {
        let age = Figures::read(stage)
            .await
            .find("handup_outbox_oldest_age_seconds", &auth);
        age.is_some_and(|seconds| seconds >= 30.0)
    })
    .await;
    stage.nats_link.mend();
    shows(stage, "handup_outbox_unpublished", &auth, 0.0).await;
    shows(stage, "handup_outbox_oldest_age_seconds", &auth, 0.0).await;
    for consumer in events::CONSUMERS {
        let group = [("messaging_consumer_group_name", consumer.name)];
        shows(stage, "handup_consumer_pending", &group, 0.0).await;
        shows(stage, "handup_consumer_unacknowledged", &group, 0.0).await;
    }
}
