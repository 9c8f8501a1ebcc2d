//! What is around every request: its id, its span, its deadline, the headers of its answer.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use handup_contracts::{Code, Problem};
use handup_runtime::{ids, trace};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

use crate::App;
use crate::edge::figures;
use crate::edge::refusal::{Refusal, render};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest id taken from a client, in bytes.
const REQUEST_ID_LENGTH: usize = 64;
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     connect-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; \
     form-action 'self'";
/// Sent with every answer.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
];
/// Two years, as browsers' preload lists ask for.
const ENCRYPTED_ONLY: &str = "max-age=63072000; includeSubDomains";

/// Names one request in answers, calls and logs.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) Arc<str>);

impl RequestId {
    /// The client's own id if it is harmless, else a new one.
    fn of(headers: &HeaderMap) -> Self {
        let own = headers
            .get(REQUEST_ID)
            .and_then(|value| value.to_str().ok())
            .filter(|id| (1..=REQUEST_ID_LENGTH).contains(&id.len()))
            .filter(|id| {
                id.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
            });
        Self(own.map_or_else(|| ids::new_id().to_string().into(), Arc::from))
    }
}

/// Puts the frame around `router`.
pub(crate) fn around(router: Router, app: &Arc<App>) -> Router {
    let spans = TraceLayer::new_for_http()
        .make_span_with(span)
        .on_request(())
        .on_response(record)
        .on_body_chunk(())
        .on_eos(())
        .on_failure(());
    router
        .layer(DefaultBodyLimit::max(app.config.body_limit_bytes))
        .layer(from_fn_with_state(Arc::clone(app), in_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(spans)
        .layer(from_fn_with_state(Arc::clone(app), dress))
        .layer(from_fn_with_state(Arc::clone(app), figures::count))
}

async fn dress(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers());
    let is_api = request.uri().path().starts_with("/api/");
    request.extensions_mut().insert(id.clone());
    let mut response = render(next.run(request).await, &id.0);
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        headers.insert(REQUEST_ID, value);
    }
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.config.is_encrypted() {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static(ENCRYPTED_ONLY),
        );
    }
    if is_api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

async fn in_time(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let limit = Duration::from_millis(app.config.request_timeout_ms);
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal(Problem::unavailable("the request took too long")).into_response(),
    }
}

fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no text");
    Refusal(Problem::internal(format!("a handler panicked: {text}"))).into_response()
}

fn span(request: &Request) -> Span {
    let method = request.method().as_str();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("", MatchedPath::as_str);
    let request_id = request.extensions().get::<RequestId>().map(|id| &*id.0);
    let span = tracing::info_span!(
        "http.request",
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = tracing::field::Empty,
        http.request.method = method,
        http.route = route,
        http.response.status_code = tracing::field::Empty,
        request_id,
        trace_id = tracing::field::Empty,
    );
    let traceparent = request.headers().get("traceparent");
    trace::join(&span, traceparent.and_then(|value| value.to_str().ok()));
    span
}

/// Writes the outcome into the span, and one line for what is our fault.
fn record(response: &Response, latency: Duration, span: &Span) {
    span.record("http.response.status_code", response.status().as_u16());
    if response.status().is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
    let Some(problem) = response.extensions().get::<Problem>() else {
        return;
    };
    let internal = problem.internal.as_deref().unwrap_or_default();
    match problem.code {
        Code::Internal => tracing::error!(internal, ?latency, "request failed"),
        Code::Unavailable => tracing::warn!(internal, ?latency, "request not possible now"),
        _ => tracing::debug!(code = problem.code.name(), internal, "request refused"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id_of(sent: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(
            REQUEST_ID,
            HeaderValue::from_bytes(sent.as_bytes()).unwrap(),
        );
        RequestId::of(&headers).0.to_string()
    }

    #[test]
    fn a_harmless_id_of_the_client_is_kept() {
        assert_eq!(id_of("job-7_a.b"), "job-7_a.b");
    }

    #[test]
    fn other_ids_are_replaced() {
        for sent in ["", "a b", "a\tb", "<script>", "ä", &"x".repeat(65)] {
            let id = id_of(sent);
            assert_ne!(id, sent);
            assert_eq!(id.len(), 36);
        }
    }
}
