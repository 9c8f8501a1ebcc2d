//! The cookies a browser holds its session in. Scripts can't read them, other sites can't send
//! them, and only session calls get to see the one that renews.

use axum::http::{HeaderMap, HeaderName, header};
use axum::response::AppendHeaders;
use cookie::{Cookie, SameSite, time::Duration};
use jiff::Timestamp;

use crate::config::Config;
use crate::model::account::Session;

const ACCESS: &str = "handup_access";
const REFRESH: &str = "handup_refresh";
const ACCESS_PATH: &str = "/";
const REFRESH_PATH: &str = "/api/v1/sessions";

/// `Set-Cookie` headers.
pub(crate) type Cookies = AppendHeaders<[(HeaderName, String); 2]>;

/// The access token in the cookies.
pub(crate) fn access_token(headers: &HeaderMap) -> Option<String> {
    value(headers, ACCESS)
}

/// The refresh token in the cookies.
pub(crate) fn refresh_token(headers: &HeaderMap) -> Option<String> {
    value(headers, REFRESH)
}

fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(Cookie::split_parse)
        .flatten()
        .find(|cookie| cookie.name() == name && !cookie.value().is_empty())
        .map(|cookie| cookie.value().to_owned())
}

/// Moves the tokens of `session` from the answer into cookies.
pub(crate) fn into_cookies(session: &mut Session, config: &Config, now_ms: i64) -> Cookies {
    let access = session.access_token.take().unwrap_or_default();
    let refresh = session.refresh_token.take().unwrap_or_default();
    let left = |ends: Timestamp| Duration::milliseconds(ends.as_millisecond() - now_ms);
    AppendHeaders([
        cookie(
            ACCESS,
            ACCESS_PATH,
            access,
            left(session.access_expires_at),
            config,
        ),
        cookie(
            REFRESH,
            REFRESH_PATH,
            refresh,
            left(session.refresh_expires_at),
            config,
        ),
    ])
}

/// Deletes the cookies of the session.
pub(crate) fn cleared(config: &Config) -> Cookies {
    AppendHeaders([
        cookie(ACCESS, ACCESS_PATH, String::new(), Duration::ZERO, config),
        cookie(REFRESH, REFRESH_PATH, String::new(), Duration::ZERO, config),
    ])
}

fn cookie(
    name: &'static str,
    path: &'static str,
    value: String,
    max_age: Duration,
    config: &Config,
) -> (HeaderName, String) {
    let cookie = Cookie::build((name, value))
        .path(path)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(config.is_encrypted())
        .max_age(max_age)
        .build();
    (header::SET_COOKIE, cookie.to_string())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn tokens_are_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("a=b; handup_access=t1"),
        );
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("handup_refresh=t2"),
        );
        assert_eq!(access_token(&headers).as_deref(), Some("t1"));
        assert_eq!(refresh_token(&headers).as_deref(), Some("t2"));
    }

    #[test]
    fn cleared_cookies_are_gone_at_once_and_keep_their_paths() {
        let AppendHeaders(lines) = cleared(&Config::default());
        for ((_, line), path) in lines.iter().zip(["Path=/", "Path=/api/v1/sessions"]) {
            assert!(line.contains("Max-Age=0"), "{line}");
            assert!(line.split("; ").any(|part| part == path), "{line}");
            assert!(line.contains("HttpOnly") && line.contains("SameSite=Strict"));
            assert!(!line.contains("Secure"));
        }
    }
}
