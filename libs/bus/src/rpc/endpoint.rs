use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_nats::service::{NATS_SERVICE_ERROR, NATS_SERVICE_ERROR_CODE};
use async_nats::{Client, HeaderMap, PublishError, Subscriber};
use bytes::Bytes;
use futures::future::BoxFuture;
use futures::{FutureExt as _, StreamExt as _};
use handup_contracts::{Problem, headers, rpc};
use handup_runtime::{Shutdown, trace};
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::connection::Bus;
use crate::figures;
use crate::rpc::{Caller, log_fault};
use crate::traceparent::traceparent;

/// The queue group that the micro service API uses (ADR-32): replicas share the calls.
const QUEUE: &str = "q";

/// What a call comes to: the encoded reply, or why there is none.
pub(super) type Answer = Result<Bytes, Problem>;
/// Answers one call.
pub(super) type Handler = Arc<dyn Fn(Bytes, Caller) -> BoxFuture<'static, Answer> + Send + Sync>;

/// One method of a replica.
#[derive(Clone)]
pub(super) struct Endpoint {
    pub(super) service: &'static str,
    pub(super) name: &'static str,
    /// As spans and figures have it.
    pub(super) full_name: Arc<str>,
    pub(super) handler: Handler,
    pub(super) bus: Bus,
    /// For calls at the same time, of all methods together.
    pub(super) room: Arc<Semaphore>,
    /// Whether this replica can do what it is called for.
    pub(super) able: watch::Receiver<bool>,
    /// The calls that have begun; its end is the end of the method.
    pub(super) calls: Shutdown,
}

impl Endpoint {
    /// From now on a share of the calls comes here.
    ///
    /// # Errors
    /// If the connection is closed.
    pub(super) async fn join(&self) -> Result<Subscriber, Problem> {
        // Not an endpoint of the micro service, which can only be given up at once: the calls that
        // NATS has sent by then would never be answered.
        let subject = rpc::subject(self.bus.prefix(), self.service, self.name);
        self.bus
            .client
            .queue_subscribe(subject, QUEUE.to_owned())
            .await
            .map_err(|err| Problem::unavailable(format!("{}: {err}", self.full_name)))
    }

    /// Answers what `first` brings, and later subscriptions, whenever this replica is able to.
    pub(super) async fn answer_all(mut self, first: Option<Subscriber>) {
        let mut requests = first;
        loop {
            if let Some(requests) = requests.take() {
                self.answer_while_able(requests).await;
            }
            if !self.able_again().await {
                return;
            }
            requests = match self.join().await {
                Ok(requests) => Some(requests),
                Err(error) => {
                    tracing::error!(%error, "takes no calls any more");
                    return;
                }
            };
        }
    }

    async fn answer_while_able(&mut self, mut requests: Subscriber) {
        loop {
            let request = tokio::select! {
                biased;
                () = self.calls.requested() => break,
                Ok(_) = self.able.wait_for(|able| !able) => break,
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

    /// Waits until calls can be taken again. False if the end came first.
    async fn able_again(&mut self) -> bool {
        tokio::select! {
            biased;
            () = self.calls.requested() => false,
            able = self.able.wait_for(|able| *able) => able.is_ok(),
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
            trace_id = tracing::field::Empty,
        );
        trace::join(&span, traceparent(request.headers.as_ref()));
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
    let text = |name: &str| Some(map?.get(name)?.as_str());
    Caller {
        authorization: text(headers::AUTHORIZATION).map(Arc::from),
        request_id: text(headers::REQUEST_ID).map(str::to_owned),
        deadline_ms: text(headers::DEADLINE).and_then(|deadline| deadline.parse().ok()),
    }
}
