use async_nats::{HeaderMap, HeaderValue};
use handup_contracts::headers;

/// The trace that a message is part of, if it says so.
#[must_use]
pub fn traceparent(map: Option<&HeaderMap>) -> Option<&str> {
    map?.get(headers::TRACEPARENT).map(HeaderValue::as_str)
}
