//! A tutor has helped.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{CompleteRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::JsonBody;
use crate::edge::input::PathParams;
use crate::model::request::Placed;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// What the tutor notes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompletionInput {
    /// What was done; the student can read it.
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// Replaces the topic.
    topic: Option<String>,
}

/// Say that help was given
///
/// For tutors and managers.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request_id}/complete",
    operation_id = "complete_request",
    tag = "requests",
    params(RequestPath),
    request_body = CompletionInput,
    responses((status = OK, description = "The request is completed.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
    JsonBody(input): JsonBody<CompletionInput>,
) -> Answer<Placed> {
    let request = CompleteRequest {
        request_id: path.request_id.to_string(),
        note: input.note.unwrap_or_default(),
        topic: input.topic.unwrap_or_default(),
    };
    let reply = app
        .bus
        .call(methods::Complete, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
