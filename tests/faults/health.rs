//! `handup health`, as a container's health check runs it.

use handup_system_tests::Stage;
use handup_testkit::database::Backend;
use handup_testkit::wait;
use tokio::process::Command;

use crate::process::program;

/// The exit code, and the one line that was said.
async fn health(stage: &Stage) -> (i32, String) {
    let output = Command::new(program())
        .arg("health")
        .env("HANDUP_LISTEN__HEALTH", stage.health(0).to_string())
        .output()
        .await
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    let line = String::from_utf8(text).unwrap();
    assert_eq!(line.lines().count(), 1, "{line}");
    (output.status.code().unwrap(), line)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_health_command_says_in_one_line_whether_the_process_is_ready() {
    let stage = Stage::start(Backend::Sqlite).await;
    assert_eq!(health(&stage).await, (0, "ready\n".to_owned()));

    stage.nats_link.cut();
    wait::until("the services notice", || async { !stage.is_ready().await }).await;
    let (code, line) = health(&stage).await;
    assert_eq!(code, 1);
    assert!(line.contains("auth.nats: "), "{line}");

    stage.nats_link.mend();
    wait::until("all is well", || stage.is_ready()).await;
    let port = stage.health(0);
    stage.stop().await;
    let output = Command::new(program())
        .arg("health")
        .env("HANDUP_LISTEN__HEALTH", port.to_string())
        .output()
        .await
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let line = String::from_utf8(output.stderr).unwrap();
    assert!(line.contains("nobody listens"), "{line}");
}
