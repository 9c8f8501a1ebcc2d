//! Staff let somebody go first.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{MoveFirstRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{JsonBody, PathParams};
use crate::model::request::Placed;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// Why somebody goes first.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoveFirstInput {
    #[schema(max_length = 2000)]
    reason: Option<String>,
}

/// Let somebody go first
///
/// For tutors and managers. It stands in the history of the request.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request_id}/move-first",
    operation_id = "move_request_first",
    tag = "requests",
    params(RequestPath),
    request_body = MoveFirstInput,
    responses((status = OK, description = "The request is the first.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
    JsonBody(input): JsonBody<MoveFirstInput>,
) -> Answer<Placed> {
    let request = MoveFirstRequest {
        request_id: path.request_id.to_string(),
        reason: input.reason.unwrap_or_default(),
    };
    let reply = app
        .bus
        .call(methods::MoveFirst, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
