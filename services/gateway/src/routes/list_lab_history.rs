//! A manager looks at what was changed about a lab.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{ListLabHistoryRequest, methods};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::all;
use crate::model::request::HistoryEntry;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// What was changed about a lab and its queue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LabHistory {
    /// Newest first.
    entries: Vec<HistoryEntry>,
}

/// List what was changed about a lab and its queue
///
/// For managers.
#[utoipa::path(
    get,
    path = "/api/v1/labs/{lab_id}/history",
    operation_id = "list_lab_history",
    tag = "labs",
    params(LabPath),
    responses((status = OK, description = "The changes.", body = LabHistory)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
) -> Answer<LabHistory> {
    let request = ListLabHistoryRequest {
        lab_id: path.lab_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::ListLabHistory, &asker.caller, &request)
        .await?;
    Ok(Json(LabHistory {
        entries: all(reply.entries)?,
    }))
}
