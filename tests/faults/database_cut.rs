//! The connection to the database breaks during traffic and comes back.

use std::sync::Arc;

use handup_bus::{Bus, Caller};
use handup_contracts::v1::request::{GetLabRequest, methods};
use handup_contracts::v1::types::Role;
use handup_runtime::SystemClock;
use handup_system_tests::Stage;
use handup_testkit::database::Backend;
use handup_testkit::wait;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cut_postgres_means_503_then_recovery_and_no_lost_or_doubled_request() {
    let stage = Stage::start(Backend::Postgres).await;
    let students = stage.people("student", 10, Role::Student).await;
    let tutor = stage.person("tom", Role::Tutor).await;
    let link = stage
        .database_link
        .as_ref()
        .expect("PostgreSQL is behind a proxy");
    let before = students[0].ask(&stage.lab(""), "1", "key").await.ok();

    // Cut in the middle of the calls, so that some break before, some during and some after.
    let lab = stage.lab("");
    let asking = futures::future::join_all(students[1..].iter().map(|student| {
        let lab = lab.clone();
        async move { student.ask(&lab, "1", "key").await }
    }));
    let cutting = async { link.cut() };
    let (answers, ()) = futures::join!(asking, cutting);
    for answer in &answers {
        assert!([201, 503].contains(&answer.status.as_u16()), "{answer:?}");
    }
    wait::until("the system says that it is not ready", || async {
        !stage.is_ready().await
    })
    .await;
    let caller = Bus::connect(
        &stage.nats.settings("stage"),
        "tests",
        Arc::new(SystemClock),
    )
    .await
    .expect("an address");
    wait::until("who has no database takes no calls", || {
        nobody_answers(&caller)
    })
    .await;
    let during = students[1].ask(&lab, "1", "another key").await;
    assert_eq!(during.status.as_u16(), 503, "{during:?}");

    link.mend();
    wait::until("the system is ready again", || stage.is_ready()).await;
    // A client repeats what was not acknowledged, with the same key.
    let mut ids = vec![before["request"]["id"].clone()];
    for (student, first) in students[1..].iter().zip(&answers) {
        let again = student.ask(&lab, "1", "key").await.ok();
        if first.status.is_success() {
            assert_eq!(again["request"]["id"], first.body["request"]["id"]);
        }
        ids.push(again["request"]["id"].clone());
    }
    let queue = tutor.get(&stage.lab("/queue")).await.ok();
    let waiting = queue["requests"].as_array().unwrap();
    assert_eq!(waiting.len(), 10);
    for id in ids {
        assert_eq!(
            waiting.iter().filter(|request| request["id"] == id).count(),
            1
        );
    }
    stage.stop().await;
}

async fn nobody_answers(bus: &Bus) -> bool {
    let (caller, question) = (Caller::default(), GetLabRequest::default());
    let answer = bus.call(methods::GetLab, &caller, &question).await;
    let internal = answer.err().and_then(|problem| problem.internal);
    internal.is_some_and(|text| text.contains("nobody answers there"))
}
