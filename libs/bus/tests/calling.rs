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
use tokio::sync::watch;
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
    able: watch::Sender<bool>,
}

impl Replica {
    async fn start(settings: &NatsSettings) -> Self {
        let bus = connect(settings).await;
        let able = watch::Sender::new(true);
        let serving = RpcServer::new("auth")
            .method(methods::GetKeys, &Arc::new(()), keys)
            .while_able(able.subscribe())
            .start(&bus)
            .await
            .unwrap();
        Self { serving, bus, able }
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

/// Many who call all the time.
struct Callers {
    bus: Bus,
    over: Arc<AtomicBool>,
    calls: Arc<AtomicUsize>,
    tasks: JoinSet<Result<(), Problem>>,
}

impl Callers {
    async fn start(settings: &NatsSettings) -> Self {
        let mut callers = Self {
            bus: connect(settings).await,
            over: Arc::default(),
            calls: Arc::default(),
            tasks: JoinSet::new(),
        };
        for _ in 0..CALLERS {
            let (bus, over) = (callers.bus.clone(), Arc::clone(&callers.over));
            let calls = Arc::clone(&callers.calls);
            callers.tasks.spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    call(&bus).await?;
                    calls.fetch_add(1, Ordering::Relaxed);
                }
                Ok(())
            });
        }
        callers
    }

    async fn make(&self, number: usize) {
        let wanted = self.calls.load(Ordering::Relaxed) + number;
        wait::until("calls are on their way", || async {
            self.calls.load(Ordering::Relaxed) >= wanted
        })
        .await;
    }

    async fn were_all_answered(self) {
        self.over.store(true, Ordering::Relaxed);
        for outcome in self.tasks.join_all().await {
            outcome.unwrap();
        }
    }
}

async fn call(bus: &Bus) -> Result<KeysReply, Problem> {
    let request = GetKeysRequest::default();
    bus.call(methods::GetKeys, &Caller::default(), &request)
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_calls_while_replicas_come_and_go_is_answered() {
    let nats = NatsServer::start().await;
    let settings = nats.settings("t");
    let mut serving = Replica::start(&settings).await;
    let callers = Callers::start(&settings).await;
    for _ in 0..4 {
        callers.make(CALLS).await;
        let next = Replica::start(&settings).await;
        std::mem::replace(&mut serving, next).stop().await;
    }
    callers.were_all_answered().await;
    serving.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_able_to_answer_leaves_the_calls_to_the_others() {
    let nats = NatsServer::start().await;
    let settings = nats.settings("t");
    let (one, other) = (
        Replica::start(&settings).await,
        Replica::start(&settings).await,
    );
    let callers = Callers::start(&settings).await;
    for _ in 0..4 {
        one.able.send_replace(false);
        callers.make(CALLS).await;
        one.able.send_replace(true);
        callers.make(CALLS).await;
    }
    callers.were_all_answered().await;

    other.stop().await;
    let bus = connect(&settings).await;
    one.able.send_replace(false);
    wait::until("nobody takes calls", || async { call(&bus).await.is_err() }).await;
    one.able.send_replace(true);
    wait::until("one takes calls again", || async {
        call(&bus).await.is_ok()
    })
    .await;
    one.stop().await;
}
