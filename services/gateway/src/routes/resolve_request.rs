//! A student found the answer alone.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{ResolveRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::request::Placed;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// Say that I found the answer myself
///
/// For its student.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request_id}/resolve",
    operation_id = "resolve_request",
    tag = "requests",
    params(RequestPath),
    responses((status = OK, description = "The request is completed.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
) -> Answer<Placed> {
    let request = ResolveRequest {
        request_id: path.request_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::Resolve, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
