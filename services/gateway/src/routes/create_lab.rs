//! A manager of an organisation adds a lab.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use handup_contracts::v1::request::{CreateLabRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::JsonBody;
use crate::model::lab::Lab;
use crate::routes::Created;

/// A new lab.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabInput {
    organisation_id: Uuid,
    #[schema(min_length = 1, max_length = 120, examples("Programming 1, group A"))]
    name: String,
    #[schema(max_length = 120, examples("Room 2.14"))]
    room: String,
    /// Topics a request may have, in the order of display.
    #[schema(max_items = 50)]
    topics: Vec<String>,
}

/// Add a lab
///
/// For managers of the organisation.
#[utoipa::path(
    post,
    path = "/api/v1/labs",
    operation_id = "create_lab",
    tag = "labs",
    request_body = LabInput,
    responses((status = CREATED, description = "The lab is there; its queue is closed.", body = Lab)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    JsonBody(input): JsonBody<LabInput>,
) -> Created<Lab> {
    let request = CreateLabRequest {
        organisation_id: input.organisation_id.to_string(),
        name: input.name,
        room: input.room,
        topics: input.topics,
    };
    let reply = app
        .bus
        .call(methods::CreateLab, &asker.caller, &request)
        .await?;
    Ok((StatusCode::CREATED, Json(reply.try_into()?)))
}
