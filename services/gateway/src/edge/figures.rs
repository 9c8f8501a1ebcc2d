//! What is counted about requests.

use std::sync::{Arc, LazyLock};

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use handup_runtime::metrics::{self, Histogram, KeyValue};
use tokio::time::Instant;

use crate::App;

static ANSWERED: LazyLock<Histogram<f64>> = LazyLock::new(|| {
    metrics::durations(
        "http.server.request.duration",
        "From reading a request to the head of its answer.",
    )
});

/// Counts each request, by the template of its route and never by its address: that would have as
/// many values as people have requests.
pub(crate) async fn count(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let status = response.status();
    let scheme = if app.config.is_encrypted() {
        "https"
    } else {
        "http"
    };
    let mut attributes = vec![
        KeyValue::new("http.request.method", method),
        KeyValue::new("url.scheme", scheme),
        KeyValue::new("http.response.status_code", i64::from(status.as_u16())),
    ];
    if let Some(route) = route {
        attributes.push(KeyValue::new("http.route", route.as_str().to_owned()));
    }
    if status.is_server_error() {
        attributes.push(KeyValue::new("error.type", status.as_str().to_owned()));
    }
    ANSWERED.record(began.elapsed().as_secs_f64(), &attributes);
    response
}

/// The method, if it is one of HTTP's own: a client can make up others.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::CONNECT => "CONNECT",
        Method::TRACE => "TRACE",
        _ => "_OTHER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_that_a_client_made_up_is_counted_with_all_others() {
        assert_eq!(known(&Method::PUT), "PUT");
        assert_eq!(known(&Method::from_bytes(b"SAMS-OWN").unwrap()), "_OTHER");
    }
}
