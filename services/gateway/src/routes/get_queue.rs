//! Staff look at a queue.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{GetLabRequest, GetQueueRequest, methods};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::all;
use crate::model::lab::Lab;
use crate::model::request::Request;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// A queue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Queue {
    pub(crate) lab: Lab,
    /// The revision all of this is true at.
    pub(crate) revision: i64,
    /// Those waiting in the order of service, then those being helped.
    pub(crate) requests: Vec<Request>,
}

/// Get the queue of a lab
///
/// For tutors and managers.
#[utoipa::path(
    get,
    path = "/api/v1/labs/{lab_id}/queue",
    operation_id = "get_queue",
    tag = "labs",
    params(LabPath),
    responses((status = OK, description = "The queue.", body = Queue)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
) -> Answer<Queue> {
    let lab_id = path.lab_id.to_string();
    let question = GetQueueRequest {
        lab_id: lab_id.clone(),
    };
    let queue = app.bus.call(methods::GetQueue, &asker.caller, &question);
    let question = GetLabRequest { lab_id };
    let lab = app.bus.call(methods::GetLab, &asker.caller, &question);
    let (queue, lab) = tokio::try_join!(queue, lab)?;
    let now = queue.lab.unwrap_or_default();
    let requests: Vec<Request> = all(queue.requests)?;
    Ok(Json(Queue {
        lab: Lab::at(lab, &now, &requests)?,
        revision: now.revision,
        requests,
    }))
}
