//! A student asks how long it will take.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::analytics::{GetWaitRequest, WaitReply, methods as analytics};
use handup_contracts::v1::request::{GetPlaceRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::statistics::Wait;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// Get how long a request will probably wait
///
/// For its student and for staff of the lab. A range that is meant to hold for eight in ten, learned
/// from what came of past ones. It changes when somebody ahead is served, and with time. There is
/// none for a request that does not wait.
#[utoipa::path(
    get,
    path = "/api/v1/requests/{request_id}/wait",
    operation_id = "get_request_wait",
    tag = "requests",
    params(RequestPath),
    responses((status = OK, description = "What to expect.", body = Wait)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
) -> Answer<Wait> {
    let request_id = path.request_id.to_string();
    let question = GetPlaceRequest {
        request_id: request_id.clone(),
    };
    let place = app
        .bus
        .call(methods::GetPlace, &asker.caller, &question)
        .await?;
    if place.position == 0 {
        return Ok(Json(WaitReply::default().into()));
    }
    let question = GetWaitRequest {
        lab_id: place.lab_id,
        request_id,
        ahead: place.position - 1,
    };
    let reply = app
        .bus
        .call(analytics::GetWait, &asker.caller, &question)
        .await?;
    Ok(Json(reply.into()))
}
