//! A student keeps the place for a while.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{HoldRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{JsonBody, PathParams};
use crate::model::request::Placed;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// For how long.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HoldInput {
    #[schema(minimum = 30, maximum = 3600, examples(300))]
    seconds: i32,
}

/// Hold the place of a request
///
/// For the student who asked, within what the lab allows. Nobody is called meanwhile.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request_id}/hold",
    operation_id = "hold_request",
    tag = "requests",
    params(RequestPath),
    request_body = HoldInput,
    responses((status = OK, description = "The place is held.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
    JsonBody(input): JsonBody<HoldInput>,
) -> Answer<Placed> {
    let request = HoldRequest {
        request_id: path.request_id.to_string(),
        seconds: input.seconds,
    };
    let reply = app.bus.call(methods::Hold, &asker.caller, &request).await?;
    Ok(Json(reply.try_into()?))
}
