//! A manager changes a lab's texts.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{UpdateLabRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::JsonBody;
use crate::edge::input::PathParams;
use crate::model::lab::Lab;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// What a lab is called and has.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabTexts {
    #[schema(min_length = 1, max_length = 120, examples("Programming 1, group A"))]
    name: String,
    #[schema(max_length = 120, examples("Room 2.14"))]
    room: String,
    /// Topics a request may have, in the order of display.
    #[schema(max_items = 50)]
    topics: Vec<String>,
}

/// Change a lab
///
/// For managers.
#[utoipa::path(
    patch,
    path = "/api/v1/labs/{lab_id}",
    operation_id = "update_lab",
    tag = "labs",
    params(LabPath),
    request_body = LabTexts,
    responses((status = OK, description = "The lab as it is now.", body = Lab)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
    JsonBody(input): JsonBody<LabTexts>,
) -> Answer<Lab> {
    let request = UpdateLabRequest {
        lab_id: path.lab_id.to_string(),
        name: input.name,
        room: input.room,
        topics: input.topics,
    };
    let reply = app
        .bus
        .call(methods::UpdateLab, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
