//! A session goes on with new tokens.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use handup_contracts::v1::auth::{RefreshRequest, methods};
use handup_contracts::{Code, Problem};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Visitor;
use crate::edge::client::ClientAddress;
use crate::edge::input::JsonBody;
use crate::edge::limits::Action;
use crate::edge::origin::Origin;
use crate::edge::refusal::Refusal;
use crate::edge::session;
use crate::model::account::{Session, Transport};
use crate::routes::sessions::begun;

/// Which session goes on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefreshInput {
    /// For tools; browsers have it in a cookie.
    refresh_token: Option<String>,
}

/// Renew the session
///
/// A refresh token is good once. One that was used before ends the session.
/// The new tokens come the way the old one came: in the body, or as cookies.
#[utoipa::path(
    post,
    path = "/api/v1/sessions/refresh",
    operation_id = "refresh_session",
    tag = "sessions",
    request_body = RefreshInput,
    responses((status = OK, description = "The session with new tokens.", body = Session)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    client: ClientAddress,
    headers: HeaderMap,
    JsonBody(input): JsonBody<RefreshInput>,
) -> Result<Response, Refusal> {
    app.limits.check(Action::Refresh, client)?;
    let (refresh_token, transport) = match input.refresh_token {
        Some(token) => (token, Transport::Bearer),
        None => {
            let token = session::refresh_token(&headers).ok_or_else(Problem::unauthenticated)?;
            Origin::of(&headers, &app.config).require_same()?;
            (token, Transport::Cookie)
        }
    };
    let request = RefreshRequest { refresh_token };
    match app
        .bus
        .call(methods::Refresh, &visitor.caller, &request)
        .await
    {
        Ok(reply) => begun(&app, StatusCode::OK, reply, transport),
        Err(problem) if problem.code == Code::Unauthenticated && transport == Transport::Cookie => {
            // The browser need not send again what is no longer good.
            Ok((session::cleared(&app.config), Refusal(problem)).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}
