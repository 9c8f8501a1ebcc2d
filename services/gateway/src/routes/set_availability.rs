//! A tutor comes or goes.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::assignment::{SetAvailabilityRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::JsonBody;
use crate::edge::input::PathParams;
use crate::model::availability::Availability;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Whether the asker can help.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AvailabilityInput {
    available: bool,
}

/// Say whether I can help
///
/// For tutors and managers.
#[utoipa::path(
    put,
    path = "/api/v1/labs/{lab_id}/availability",
    operation_id = "set_availability",
    tag = "helping",
    params(LabPath),
    request_body = AvailabilityInput,
    responses((status = OK, description = "The asker's availability as it is now.", body = Availability)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
    JsonBody(input): JsonBody<AvailabilityInput>,
) -> Answer<Availability> {
    let request = SetAvailabilityRequest {
        lab_id: path.lab_id.to_string(),
        available: input.available,
    };
    let reply = app
        .bus
        .call(methods::SetAvailability, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
