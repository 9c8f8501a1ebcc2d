//! TLS to NATS, with a certificate from an authority of the server's own.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use handup_bus::{Bus, NatsSettings};
use handup_runtime::SystemClock;
use handup_testkit::nats::NatsServer;
use handup_testkit::wait;

/// Several tries to connect.
const PATIENCE: Duration = Duration::from_secs(2);

async fn bus(url: String, ca_file: PathBuf) -> Bus {
    let settings = NatsSettings {
        url,
        ca_file,
        ..NatsSettings::default()
    };
    Bus::connect(&settings, "tests", Arc::new(SystemClock))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_talked_to_only_if_a_known_authority_vouches_for_its_name() {
    let nats = NatsServer::with_certificate().await;
    let named = format!("tls://localhost:{}", nats.port());
    let numbered = format!("tls://127.0.0.1:{}", nats.port());

    let known = bus(named.clone(), nats.authority()).await;
    known.connected(wait::LONGEST).await.unwrap();
    known.check().await.unwrap();
    known.close().await;

    let stranger = bus(named, PathBuf::new()).await;
    stranger.connected(PATIENCE).await.unwrap_err();
    let other_name = bus(numbered, nats.authority()).await;
    other_name.connected(PATIENCE).await.unwrap_err();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_an_authority_says_nothing_to_a_server_without_tls() {
    let authority = NatsServer::with_certificate().await;
    let plain = NatsServer::start().await;
    let bus = bus(plain.url(), authority.authority()).await;
    bus.connected(PATIENCE).await.unwrap_err();
}
