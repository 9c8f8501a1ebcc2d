//! A student has the same problem as another.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{JoinRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{JsonBody, PathParams};
use crate::model::request::Placed;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// Where the student sits.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeatInput {
    /// PC number.
    #[schema(min_length = 1, max_length = 20, examples("3"))]
    seat: String,
}

/// Wait with another's request
///
/// For students of the lab who have the same problem, if the lab allows it and the request is
/// shared. One visit serves all.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request_id}/join",
    operation_id = "join_request",
    tag = "requests",
    params(RequestPath),
    request_body = SeatInput,
    responses((status = OK, description = "The request, which is yours as well.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
    JsonBody(input): JsonBody<SeatInput>,
) -> Answer<Placed> {
    let request = JoinRequest {
        request_id: path.request_id.to_string(),
        seat: input.seat,
    };
    let reply = app.bus.call(methods::Join, &asker.caller, &request).await?;
    Ok(Json(reply.try_into()?))
}
