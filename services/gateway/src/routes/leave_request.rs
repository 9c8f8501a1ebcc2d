//! A student who has joined another's request goes on alone.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use handup_contracts::v1::request::{LeaveRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::routes::Done;
use crate::routes::paths::RequestPath;

/// Wait with another's request no longer
///
/// For a student who has joined it.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request_id}/leave",
    operation_id = "leave_request",
    tag = "requests",
    params(RequestPath),
    responses((status = NO_CONTENT, description = "The request is not yours any more.")),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
) -> Done {
    let request = LeaveRequest {
        request_id: path.request_id.to_string(),
    };
    app.bus
        .call(methods::Leave, &asker.caller, &request)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
