//! A tutor came and the student was not there.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{ReportNotFoundRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::request::Placed;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// Say that the student was not there
///
/// For tutors and managers.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request_id}/not-found",
    operation_id = "report_not_found",
    tag = "requests",
    params(RequestPath),
    responses((status = OK, description = "The request is cancelled.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
) -> Answer<Placed> {
    let request = ReportNotFoundRequest {
        request_id: path.request_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::ReportNotFound, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
