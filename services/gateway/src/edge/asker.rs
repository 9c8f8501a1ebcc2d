//! Who asks.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use handup_bus::Caller;
use handup_contracts::Problem;
use handup_identity::Person;

use crate::App;
use crate::edge::frame::RequestId;
use crate::edge::origin::Origin;
use crate::edge::refusal::Refusal;
use crate::edge::session;

/// A person who is logged in. The token is checked here and again by every service.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    pub(crate) person: Arc<Person>,
    /// For calls in the person's name.
    pub(crate) caller: Caller,
}

/// Anybody.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    /// For calls in nobody's name.
    pub(crate) caller: Caller,
}

/// An access token, and whether the browser sent it by itself.
struct Token {
    text: String,
    from_cookie: bool,
}

impl FromRequestParts<Arc<App>> for Asker {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        let token = token(&parts.headers)?.ok_or_else(Problem::unauthenticated)?;
        let is_upgrade = parts.headers.contains_key(header::SEC_WEBSOCKET_KEY);
        if token.from_cookie && (!parts.method.is_safe() || is_upgrade) {
            Origin::of(&parts.headers, &app.config).require_same()?;
        }
        let person = app.verifier.person_of_token(&token.text).await?;
        let caller = Caller {
            request_id: request_id(parts),
            ..Caller::bearer(&token.text)
        };
        Ok(Self { person, caller })
    }
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        Origin::of(&parts.headers, &app.config).refuse_foreign()?;
        let caller = Caller {
            request_id: request_id(parts),
            ..Caller::default()
        };
        Ok(Self { caller })
    }
}

/// The access token of a request, whether good or not.
pub(crate) fn access_token(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    Ok(token(headers)?.map(|token| token.text))
}

fn token(headers: &HeaderMap) -> Result<Option<Token>, Problem> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let text = value
            .to_str()
            .ok()
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim().to_owned())
            .ok_or_else(Problem::unauthenticated)?;
        return Ok(Some(Token {
            text,
            from_cookie: false,
        }));
    }
    Ok(session::access_token(headers).map(|text| Token {
        text,
        from_cookie: true,
    }))
}

fn request_id(parts: &Parts) -> Option<String> {
    parts
        .extensions
        .get::<RequestId>()
        .map(|id| id.0.to_string())
}
