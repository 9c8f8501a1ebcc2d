//! Somebody leaves.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use handup_bus::Caller;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{LogOutRequest, methods};

use crate::App;
use crate::edge::asker::{self, Visitor};
use crate::edge::origin::Origin;
use crate::edge::refusal::Refusal;
use crate::edge::session;

/// Log out
///
/// Ends the session and deletes its cookies. Also possible once the access token has ended, if the
/// refresh token is there as a cookie.
#[utoipa::path(
    delete,
    path = "/api/v1/sessions/current",
    operation_id = "log_out",
    tag = "sessions",
    responses((status = NO_CONTENT, description = "The session has ended.")),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let access_token = asker::access_token(&headers)?;
    let refresh_token = session::refresh_token(&headers);
    if refresh_token.is_some() || session::access_token(&headers).is_some() {
        Origin::of(&headers, &app.config).require_same()?;
    }
    let caller = match access_token {
        Some(token) => Caller {
            request_id: visitor.caller.request_id,
            ..Caller::bearer(&token)
        },
        None if refresh_token.is_some() => visitor.caller,
        None => return Err(Problem::unauthenticated().into()),
    };
    let request = LogOutRequest {
        refresh_token: refresh_token.unwrap_or_default(),
    };
    let cookies = session::cleared(&app.config);
    Ok(
        match app.bus.call(methods::LogOut, &caller, &request).await {
            Ok(_) => (StatusCode::NO_CONTENT, cookies).into_response(),
            Err(problem) if problem.code == handup_contracts::Code::Unauthenticated => {
                (cookies, Refusal(problem)).into_response()
            }
            Err(problem) => Refusal(problem).into_response(),
        },
    )
}
