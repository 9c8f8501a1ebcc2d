//! A student changes a waiting request.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{EditRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::JsonBody;
use crate::edge::input::PathParams;
use crate::model::request::Placed;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// What a request says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestTexts {
    /// PC number.
    #[schema(min_length = 1, max_length = 20, examples("14"))]
    seat: String,
    #[schema(min_length = 1, max_length = 2000, examples("My loop never ends."))]
    description: String,
    /// One of the lab's topics.
    #[schema(examples("Loops"))]
    topic: Option<String>,
    /// Whether other students read topic and description, and may wait with it.
    #[serde(default)]
    shared: bool,
}

/// Change my request
///
/// For its student, while it waits.
#[utoipa::path(
    patch,
    path = "/api/v1/requests/{request_id}",
    operation_id = "edit_request",
    tag = "requests",
    params(RequestPath),
    request_body = RequestTexts,
    responses((status = OK, description = "The request as it is now.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
    JsonBody(input): JsonBody<RequestTexts>,
) -> Answer<Placed> {
    let request = EditRequest {
        request_id: path.request_id.to_string(),
        seat: input.seat,
        description: input.description,
        topic: input.topic.unwrap_or_default(),
        shared: input.shared,
    };
    let reply = app.bus.call(methods::Edit, &asker.caller, &request).await?;
    Ok(Json(reply.try_into()?))
}
