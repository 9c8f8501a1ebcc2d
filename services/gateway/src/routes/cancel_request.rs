//! A student gives up a place.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{CancelRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::request::Placed;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// Give up my place
///
/// For its student.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request_id}/cancel",
    operation_id = "cancel_request",
    tag = "requests",
    params(RequestPath),
    responses((status = OK, description = "The request is cancelled.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
) -> Answer<Placed> {
    let request = CancelRequest {
        request_id: path.request_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::Cancel, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
