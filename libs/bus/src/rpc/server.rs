use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_nats::service::{Service, ServiceExt as _};
use futures::FutureExt as _;
use handup_contracts::rpc::Method;
use handup_contracts::{Message as _, Problem};
use handup_runtime::Shutdown;
use tokio::sync::{Semaphore, watch};

use crate::connection::Bus;
use crate::rpc::Caller;
use crate::rpc::endpoint::{Endpoint, Handler};

/// Calls a service works on at the same time; further ones wait in the subscription.
const CALLS_AT_ONCE: usize = 1024;
/// How long begun calls may take to end when the service stops.
const PATIENCE: Duration = Duration::from_secs(5);

/// A call as its handler sees it.
#[derive(Debug, Clone)]
pub struct Call<T> {
    /// What the caller sent.
    pub input: T,
    /// In whose name, and until when. Pass it on with calls made for this one.
    pub caller: Caller,
}

/// The methods a service answers.
pub struct RpcServer {
    service: &'static str,
    able: watch::Receiver<bool>,
    methods: Vec<(&'static str, Handler)>,
}

/// Methods being answered; stop it with [`Serving::stop`].
pub struct Serving {
    service: Service,
    calls: Shutdown,
}

impl RpcServer {
    /// No methods yet. `service` is the name in the subjects.
    #[must_use]
    pub fn new(service: &'static str) -> Self {
        Self {
            service,
            able: watch::channel(true).1,
            methods: Vec::new(),
        }
    }

    /// While `able` is false, calls are left to the other replicas.
    #[must_use]
    pub fn while_able(mut self, able: watch::Receiver<bool>) -> Self {
        self.able = able;
        self
    }

    /// Has `handler` answer `M`, with `state` handed to each call.
    #[must_use]
    pub fn method<M, S, F, R>(mut self, _method: M, state: &Arc<S>, handler: F) -> Self
    where
        M: Method,
        S: Send + Sync + 'static,
        F: Fn(Arc<S>, Call<M::Request>) -> R + Copy + Send + Sync + 'static,
        R: Future<Output = Result<M::Reply, Problem>> + Send + 'static,
    {
        debug_assert_eq!(M::SERVICE, self.service);
        let state = Arc::clone(state);
        let handler: Handler = Arc::new(move |payload, caller| {
            let state = Arc::clone(&state);
            async move {
                let input = M::Request::decode(payload).map_err(|err| {
                    Problem::new(
                        handup_contracts::Code::Malformed,
                        "The message is not readable.",
                    )
                    .with_internal(err.to_string())
                })?;
                let reply = handler(state, Call { input, caller }).await?;
                Ok(reply.encode_to_vec().into())
            }
            .boxed()
        });
        self.methods.push((M::NAME, handler));
        self
    }

    /// Starts to answer. When this returns, the server knows all subscriptions.
    ///
    /// # Errors
    /// If NATS refuses.
    pub async fn start(self, bus: &Bus) -> Result<Serving, Problem> {
        let names: Vec<_> = self.methods.iter().map(|(name, _)| *name).collect();
        let service = bus
            .client
            .service_builder()
            .description(format!("Handup service {}", self.service))
            .metadata(HashMap::from([("methods".to_owned(), names.join(" "))]))
            .start(
                format!("{}-{}", bus.prefix(), self.service),
                env!("CARGO_PKG_VERSION"),
            )
            .await
            .map_err(|err| Problem::unavailable(format!("{}: {err}", self.service)))?;
        let calls = Shutdown::new();
        let room = Arc::new(Semaphore::new(CALLS_AT_ONCE));
        for (name, handler) in self.methods {
            let endpoint = Endpoint {
                service: self.service,
                name,
                full_name: format!("{}/{name}", self.service).into(),
                handler,
                bus: bus.clone(),
                room: Arc::clone(&room),
                able: self.able.clone(),
                calls: calls.clone(),
            };
            let first = if *self.able.borrow() {
                Some(endpoint.join().await?)
            } else {
                None
            };
            calls.spawn(endpoint.answer_all(first));
        }
        bus.round_trip().await?;
        Ok(Serving { service, calls })
    }
}

impl Serving {
    /// Takes no more calls and waits until those begun are answered.
    pub async fn stop(self) {
        if !self.calls.finish(PATIENCE).await {
            tracing::warn!("some calls were still running at the end");
        }
        if let Err(error) = self.service.stop().await {
            tracing::warn!(%error, "the NATS service could not be stopped in order");
        }
    }
}
