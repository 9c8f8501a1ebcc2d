//! A request with its history.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{GetRequest, methods};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::request::{HistoryEntry, Request, position};
use crate::model::{all, present};
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// A request, its place and its history.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestDetail {
    pub(crate) request: Request,
    /// Place in the queue, from 1; absent where it does not wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub(crate) position: Option<i32>,
    /// All steps, in order.
    pub(crate) history: Vec<HistoryEntry>,
}

/// Get a request
///
/// For its student and for staff of the lab.
#[utoipa::path(
    get,
    path = "/api/v1/requests/{request_id}",
    operation_id = "get_request",
    tag = "requests",
    params(RequestPath),
    responses((status = OK, description = "The request.", body = RequestDetail)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
) -> Answer<RequestDetail> {
    let request = GetRequest {
        request_id: path.request_id.to_string(),
    };
    let reply = app.bus.call(methods::Get, &asker.caller, &request).await?;
    Ok(Json(RequestDetail {
        request: present(reply.request, "the request")?.try_into()?,
        position: position(reply.position),
        history: all(reply.history)?,
    }))
}
