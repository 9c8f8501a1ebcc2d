//! What RPC promises, on a real nats-server.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use handup_bus::rpc::{Call, RpcServer, Serving};
use handup_bus::{Bus, Caller, NatsSettings};
use handup_contracts::Problem;
use handup_contracts::v1::auth::{GetKeysRequest, KeysReply, methods};
use handup_runtime::SystemClock;
use handup_testkit::nats::NatsServer;
use handup_testkit::wait;
use tokio::task::JoinSet;

/// Callers at the same time: as many as keep messages on their way at every moment.
const CALLERS: usize = 64;
/// Calls before a replica ends, and after.
const CALLS: usize = 5_000;

async fn connect(settings: &NatsSettings) -> Bus {
    let bus = Bus::connect(settings, "tests", Arc::new(SystemClock))
        .await
        .unwrap();
    bus.connected(wait::LONGEST).await.unwrap();
    bus
}

/// A replica of a service, with a connection of its own.
struct Replica {
    serving: Serving,
    bus: Bus,
}

impl Replica {
    async fn start(settings: &NatsSettings) -> Self {
        let bus = connect(settings).await;
        let serving = RpcServer::new("auth")
            .method(methods::GetKeys, &Arc::new(()), keys)
            .start(&bus)
            .await
            .unwrap();
        Self { serving, bus }
    }

    async fn stop(self) {
        self.serving.stop().await;
        self.bus.close().await;
    }
}

async fn keys(_: Arc<()>, _: Call<GetKeysRequest>) -> Result<KeysReply, Problem> {
    tokio::task::yield_now().await;
    Ok(KeysReply::default())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_calls_while_replicas_come_and_go_is_answered() {
    let nats = NatsServer::start().await;
    let settings = nats.settings("t");
    let mut serving = Replica::start(&settings).await;
    let bus = connect(&settings).await;
    let (over, calls) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicUsize::new(0)),
    );
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let (bus, over, calls) = (bus.clone(), Arc::clone(&over), Arc::clone(&calls));
        callers.spawn(async move {
            while !over.load(Ordering::Relaxed) {
                let request = GetKeysRequest::default();
                bus.call(methods::GetKeys, &Caller::default(), &request)
                    .await?;
                calls.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<_, Problem>(())
        });
    }
    for round in 1..=4 {
        wait::until("calls are on their way", || async {
            calls.load(Ordering::Relaxed) >= round * CALLS
        })
        .await;
        let next = Replica::start(&settings).await;
        std::mem::replace(&mut serving, next).stop().await;
    }
    over.store(true, Ordering::Relaxed);
    for outcome in callers.join_all().await {
        outcome.unwrap();
    }
    serving.stop().await;
}
