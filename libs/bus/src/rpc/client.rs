use std::sync::Arc;
use std::time::Duration;

use async_nats::client::PublishErrorKind;
use async_nats::{HeaderMap, StatusCode};
use handup_contracts::rpc::{self, Method};
use handup_contracts::{Message as _, Problem, headers};
use handup_runtime::trace;
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::connection::Bus;
use crate::figures;

/// In whose name a call is made, and until when an answer is of use.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// `Bearer …`; nothing for calls that are open to everybody.
    pub authorization: Option<Arc<str>>,
    /// Id of the HTTP request that caused the call.
    pub request_id: Option<String>,
    /// Moment after which nobody waits, in milliseconds since the Unix epoch. Without one the
    /// call has the configured time.
    pub deadline_ms: Option<i64>,
}

impl Caller {
    /// A call in the name of whoever holds `token`.
    #[must_use]
    pub fn bearer(token: &str) -> Self {
        Self {
            authorization: Some(format!("Bearer {token}").into()),
            ..Self::default()
        }
    }
}

impl Bus {
    /// Calls `M` and waits for the answer.
    ///
    /// # Errors
    /// What the service refused; or that it is not available, at once if nobody answers there or
    /// the connection is down.
    pub async fn call<M: Method>(
        &self,
        _method: M,
        caller: &Caller,
        request: &M::Request,
    ) -> Result<M::Reply, Problem> {
        let name = format!("{}/{}", M::SERVICE, M::NAME);
        let began = Instant::now();
        let span = tracing::info_span!(
            "rpc.call",
            otel.name = name,
            otel.kind = "client",
            rpc.system.name = "nats",
            rpc.method = name,
        );
        let answer = self.exchange::<M>(caller, request).instrument(span).await;
        figures::called(name, began, answer.as_ref().err());
        answer
    }

    async fn exchange<M: Method>(
        &self,
        caller: &Caller,
        request: &M::Request,
    ) -> Result<M::Reply, Problem> {
        let away = |why: String| Problem::unavailable(format!("{}/{}: {why}", M::SERVICE, M::NAME));
        // A request handed to a dead connection would wait there and run when nobody wants it.
        if !self.is_connected() {
            return Err(away("not connected to NATS".into()));
        }
        let now_ms = self.clock.now_ms();
        let longest = i64::try_from(self.settings.call_timeout_ms).unwrap_or(i64::MAX);
        let deadline_ms = caller
            .deadline_ms
            .unwrap_or(i64::MAX)
            .min(now_ms.saturating_add(longest));
        let patience = u64::try_from(deadline_ms - now_ms)
            .ok()
            .filter(|left| *left > 0)
            .ok_or_else(|| away("no time left".into()))?;
        let subject = rpc::subject(self.prefix(), M::SERVICE, M::NAME);
        let mut expected = self.answers.expect(M::SERVICE);
        self.client
            .publish_with_reply_and_headers(
                subject,
                expected.address.clone(),
                call_headers(caller, deadline_ms),
                request.encode_to_vec().into(),
            )
            .await
            .map_err(|err| match err.kind() {
                PublishErrorKind::MaxPayloadExceeded => Problem::new(
                    handup_contracts::Code::TooLarge,
                    "The request is too large.",
                ),
                _ => away(err.to_string()),
            })?;
        let answer = tokio::time::timeout(Duration::from_millis(patience), expected.received())
            .await
            .map_err(|_| away("no answer in time".into()))?
            .ok_or_else(|| away("the connection was closed".into()))?;
        if answer.status == Some(StatusCode::NO_RESPONDERS) {
            return Err(away("nobody answers there".into()));
        }
        if let Some(problem) = refusal(answer.headers.as_ref()) {
            return Err(problem);
        }
        M::Reply::decode(answer.payload).map_err(|err| {
            Problem::internal(format!(
                "{}/{}: unreadable answer: {err}",
                M::SERVICE,
                M::NAME
            ))
        })
    }
}

fn call_headers(caller: &Caller, deadline_ms: i64) -> HeaderMap {
    let mut map = HeaderMap::new();
    map.insert(headers::DEADLINE, deadline_ms.to_string());
    if let Some(authorization) = &caller.authorization {
        map.insert(headers::AUTHORIZATION, &**authorization);
    }
    if let Some(request_id) = &caller.request_id {
        map.insert(headers::REQUEST_ID, request_id.as_str());
    }
    if let Some(traceparent) = trace::current_traceparent() {
        map.insert(headers::TRACEPARENT, traceparent);
    }
    map
}

fn refusal(headers: Option<&HeaderMap>) -> Option<Problem> {
    let headers = headers?;
    if let Some(problem) = headers.get(headers::PROBLEM) {
        return Some(
            serde_json::from_str(problem.as_str())
                .unwrap_or_else(|err| Problem::internal(format!("unreadable problem: {err}"))),
        );
    }
    headers
        .get(async_nats::service::NATS_SERVICE_ERROR)
        .map(|error| Problem::internal(error.as_str()))
}
