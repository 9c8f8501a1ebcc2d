//! A tutor puts a request back.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{PutBackRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::JsonBody;
use crate::edge::input::PathParams;
use crate::model::request::Placed;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// Why the request goes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PutBackInput {
    /// Why; the student can read it.
    #[schema(max_length = 2000)]
    reason: Option<String>,
}

/// Put a request back into the queue
///
/// For tutors and managers. It keeps its place.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request_id}/put-back",
    operation_id = "put_back_request",
    tag = "requests",
    params(RequestPath),
    request_body = PutBackInput,
    responses((status = OK, description = "The request waits again.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
    JsonBody(input): JsonBody<PutBackInput>,
) -> Answer<Placed> {
    let request = PutBackRequest {
        request_id: path.request_id.to_string(),
        reason: input.reason.unwrap_or_default(),
    };
    let reply = app
        .bus
        .call(methods::PutBack, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
