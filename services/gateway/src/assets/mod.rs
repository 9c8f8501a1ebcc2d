//! Files that are part of the program: the web client and the browsable reference.

pub(crate) mod reference;
pub(crate) mod web_client;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// The browser must ask whether it is still the same.
const ASK_AGAIN: &str = "no-cache";
/// The name holds a hash of the content, so it never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A file as an answer, or 304 where the browser has it.
fn answer(
    content: impl Into<axum::body::Body>,
    content_type: &str,
    etag: &str,
    cache_control: &'static str,
    asked: &HeaderMap,
) -> Response {
    let known = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| {
            tags.split(',')
                .any(|tag| tag.trim().trim_start_matches("W/") == etag)
        });
    let mut headers = HeaderMap::new();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CACHE_CONTROL, cache_control);
    set(header::ETAG, etag);
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    set(header::CONTENT_TYPE, content_type);
    (headers, content.into()).into_response()
}
