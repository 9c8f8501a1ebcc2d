//! Staff open or close a queue.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{SetQueueOpenRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::JsonBody;
use crate::edge::input::PathParams;
use crate::model::lab::Lab;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Whether new requests are taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueueState {
    open: bool,
    /// On closing: whether the requests that wait end, too. Else they keep their place.
    send_home: Option<bool>,
}

/// Open or close the queue of a lab
///
/// For tutors and managers. Those who wait keep their place, unless they are sent home.
#[utoipa::path(
    put,
    path = "/api/v1/labs/{lab_id}/queue/state",
    operation_id = "set_queue_open",
    tag = "labs",
    params(LabPath),
    request_body = QueueState,
    responses((status = OK, description = "The lab as it is now.", body = Lab)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
    JsonBody(input): JsonBody<QueueState>,
) -> Answer<Lab> {
    let request = SetQueueOpenRequest {
        lab_id: path.lab_id.to_string(),
        open: input.open,
        send_home: input.send_home.unwrap_or_default(),
    };
    let reply = app
        .bus
        .call(methods::SetQueueOpen, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
