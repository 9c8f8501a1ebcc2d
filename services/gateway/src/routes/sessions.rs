//! What the beginnings of a session share.

use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use handup_contracts::v1::auth::SessionReply;

use crate::App;
use crate::edge::refusal::Refusal;
use crate::edge::session::into_cookies;
use crate::model::account::{Session, Transport};

/// The session as the answer, with its tokens where the client wants them.
pub(crate) fn begun(
    app: &App,
    status: StatusCode,
    reply: SessionReply,
    transport: Transport,
) -> Result<Response, Refusal> {
    let mut session = Session::try_from(reply)?;
    Ok(match transport {
        Transport::Bearer => (status, Json(session)).into_response(),
        Transport::Cookie => {
            let cookies = into_cookies(&mut session, &app.config, app.clock.now_ms());
            (status, cookies, Json(session)).into_response()
        }
    })
}

/// What the client calls itself, for the list of sessions.
pub(crate) fn device(headers: &HeaderMap) -> String {
    headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}
