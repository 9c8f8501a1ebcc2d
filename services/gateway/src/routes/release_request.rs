//! A student is back.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{ReleaseRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::request::Placed;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// Say that one can be called again
///
/// For the student who asked.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request_id}/release",
    operation_id = "release_request",
    tag = "requests",
    params(RequestPath),
    responses((status = OK, description = "The request can be called.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
) -> Answer<Placed> {
    let request = ReleaseRequest {
        request_id: path.request_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::Release, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
