//! The tutors take a break.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{SetPausedRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{JsonBody, PathParams};
use crate::model::lab::Lab;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Whether the tutors take a break.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PauseInput {
    paused: bool,
}

/// Pause the queue of a lab, or go on
///
/// For tutors and managers. While it is paused requests are taken and nobody is called.
#[utoipa::path(
    put,
    path = "/api/v1/labs/{lab_id}/queue/pause",
    operation_id = "set_paused",
    tag = "labs",
    params(LabPath),
    request_body = PauseInput,
    responses((status = OK, description = "The lab as it is now.", body = Lab)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
    JsonBody(input): JsonBody<PauseInput>,
) -> Answer<Lab> {
    let request = SetPausedRequest {
        lab_id: path.lab_id.to_string(),
        paused: input.paused,
    };
    let reply = app
        .bus
        .call(methods::SetPaused, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
