//! A person ends one of the own sessions.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use handup_contracts::v1::auth::{EndSessionRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::routes::Done;
use crate::routes::paths::SessionPath;

/// End one of my sessions
#[utoipa::path(
    delete,
    path = "/api/v1/sessions/{session_id}",
    operation_id = "end_session",
    tag = "sessions",
    params(SessionPath),
    responses((status = NO_CONTENT, description = "The session has ended.")),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<SessionPath>,
) -> Done {
    let request = EndSessionRequest {
        session_id: path.session_id.to_string(),
    };
    app.bus
        .call(methods::EndSession, &asker.caller, &request)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
