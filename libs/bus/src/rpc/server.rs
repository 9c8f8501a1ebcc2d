use std::collections::HashMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use async_nats::service::{NATS_SERVICE_ERROR, NATS_SERVICE_ERROR_CODE, Service, ServiceExt as _};
use async_nats::{Client, HeaderMap, PublishError, Subscriber};
use bytes::Bytes;
use futures::future::BoxFuture;
use futures::{FutureExt as _, StreamExt as _};
use handup_contracts::rpc::{self, Method};
use handup_contracts::{Message as _, Problem, headers};
use handup_runtime::{Shutdown, trace};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::connection::Bus;
use crate::figures;
use crate::rpc::{Caller, log_fault};

/// Calls a service works on at the same time; further ones wait in the subscription.
const CALLS_AT_ONCE: usize = 1024;
/// The queue group that the micro service API uses (ADR-32): replicas share the calls.
const QUEUE: &str = "q";
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

type Answer = Result<Bytes, Problem>;
type Handler = Arc<dyn Fn(Bytes, Caller) -> BoxFuture<'static, Answer> + Send + Sync>;

/// The methods a service answers.
pub struct RpcServer {
    service: &'static str,
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
            methods: Vec::new(),
        }
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
        let failed = |err: String| Problem::unavailable(format!("{}: {err}", self.service));
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
            .map_err(|err| failed(err.to_string()))?;
        let calls = Shutdown::new();
        let room = Arc::new(Semaphore::new(CALLS_AT_ONCE));
        for (name, handler) in self.methods {
            // Not an endpoint of the micro service, which can only be given up at once: the calls
            // that NATS has sent by then would never be answered.
            let subject = rpc::subject(bus.prefix(), self.service, name);
            let requests = bus
                .client
                .queue_subscribe(subject, QUEUE.to_owned())
                .await
                .map_err(|err| failed(err.to_string()))?;
            let endpoint = Endpoint {
                name,
                full_name: format!("{}/{name}", self.service).into(),
                handler,
                bus: bus.clone(),
                room: Arc::clone(&room),
                calls: calls.clone(),
            };
            calls.spawn(endpoint.answer_all(requests));
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

#[derive(Clone)]
struct Endpoint {
    name: &'static str,
    /// As spans and figures have it.
    full_name: Arc<str>,
    handler: Handler,
    bus: Bus,
    room: Arc<Semaphore>,
    calls: Shutdown,
}

impl Endpoint {
    async fn answer_all(self, mut requests: Subscriber) {
        loop {
            let request = tokio::select! {
                biased;
                () = self.calls.requested() => break,
                request = requests.next() => request,
            };
            match request {
                Some(request) => self.begin(request).await,
                None => return,
            }
        }
        self.leave(&mut requests).await;
        while let Some(request) = requests.next().await {
            self.begin(request).await;
        }
    }

    /// Takes no more calls than those that NATS has sent by now.
    async fn leave(&self, requests: &mut Subscriber) {
        // Without a connection nobody says when all are here, and none could be answered.
        if self.bus.is_connected()
            && let Err(error) = self.end_subscription(requests).await
        {
            tracing::warn!(%error, method = self.name, "calls on their way may be lost");
        }
        if let Err(error) = requests.unsubscribe().await {
            tracing::debug!(%error, method = self.name, "the connection is closed already");
        }
    }

    /// Has NATS send no more calls; when this returns, those that it has sent are here.
    async fn end_subscription(&self, requests: &mut Subscriber) -> Result<(), Problem> {
        // `unsubscribe` and `drain` of async-nats forget the subscription before the server has
        // heard of it, and what it has sent by then is dropped. With a number of messages to go, the
        // client keeps it; at a number that it can't read, nats-server ends it at once.
        requests
            .unsubscribe_after(u64::MAX)
            .await
            .map_err(|error| Problem::unavailable(error.to_string()))?;
        self.bus.round_trip().await
    }

    /// Begins to answer, once there is room.
    async fn begin(&self, request: async_nats::Message) {
        let Ok(permit) = Arc::clone(&self.room).acquire_owned().await else {
            return;
        };
        let endpoint = self.clone();
        self.calls.spawn(async move {
            endpoint.answer(request).await;
            drop(permit);
        });
    }

    async fn answer(&self, request: async_nats::Message) {
        let began = Instant::now();
        let caller = caller_of(request.headers.as_ref());
        if caller
            .deadline_ms
            .is_some_and(|deadline| deadline <= self.bus.clock.now_ms())
        {
            tracing::debug!(method = self.name, "dropped: nobody waits for it any more");
            return;
        }
        let span = tracing::info_span!(
            "rpc.serve",
            otel.name = &*self.full_name,
            otel.kind = "server",
            otel.status_code = tracing::field::Empty,
            rpc.system.name = "nats",
            rpc.method = &*self.full_name,
            request_id = caller.request_id,
        );
        let traceparent = request
            .headers
            .as_ref()
            .and_then(|map| map.get(headers::TRACEPARENT));
        trace::set_parent(&span, traceparent.map(async_nats::HeaderValue::as_str));
        async {
            let answer = AssertUnwindSafe((self.handler)(request.payload, caller))
                .catch_unwind()
                .await
                .unwrap_or_else(|_| Err(Problem::internal("the handler panicked")));
            let problem = answer.as_ref().err().cloned();
            // A refusal is an answer; only what is our fault is an error.
            if problem
                .as_ref()
                .is_some_and(|problem| problem.code.is_fault())
            {
                tracing::Span::current().record("otel.status_code", "ERROR");
            }
            if let Some(reply) = request.reply
                && let Err(error) = respond(&self.bus.client, reply, self.name, answer).await
            {
                tracing::warn!(%error, method = self.name, "the answer could not be sent");
            }
            figures::served(&self.full_name, began, problem.as_ref());
        }
        .instrument(span)
        .await;
    }
}

/// Answers as the micro service API does (ADR-32): an error has its headers and an empty body.
async fn respond(
    client: &Client,
    reply: async_nats::Subject,
    method: &str,
    answer: Answer,
) -> Result<(), PublishError> {
    let problem = match answer {
        Ok(payload) => return client.publish(reply, payload).await,
        Err(problem) => problem,
    };
    log_fault(method, &problem);
    let mut map = HeaderMap::new();
    match serde_json::to_string(&problem) {
        Ok(json) => map.insert(headers::PROBLEM, json),
        Err(error) => tracing::error!(%error, "a problem could not be written as JSON"),
    }
    map.insert(NATS_SERVICE_ERROR, problem.code.name());
    map.insert(NATS_SERVICE_ERROR_CODE, problem.code.status().to_string());
    client.publish_with_headers(reply, map, Bytes::new()).await
}

fn caller_of(map: Option<&HeaderMap>) -> Caller {
    let text = |name: &str| {
        map.and_then(|map| map.get(name))
            .map(|value| value.as_str().to_owned())
    };
    Caller {
        authorization: text(headers::AUTHORIZATION),
        request_id: text(headers::REQUEST_ID),
        deadline_ms: text(headers::DEADLINE).and_then(|deadline| deadline.parse().ok()),
    }
}
