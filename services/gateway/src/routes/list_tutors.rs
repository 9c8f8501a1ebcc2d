//! Staff look at who can help.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::assignment::{ListAvailabilityRequest, methods};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::all;
use crate::model::availability::Availability;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Who can help.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tutors {
    pub(crate) tutors: Vec<Availability>,
}

/// List the tutors of a lab
///
/// For tutors and managers.
#[utoipa::path(
    get,
    path = "/api/v1/labs/{lab_id}/tutors",
    operation_id = "list_tutors",
    tag = "helping",
    params(LabPath),
    responses((status = OK, description = "The tutors.", body = Tutors)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
) -> Answer<Tutors> {
    let request = ListAvailabilityRequest {
        lab_id: path.lab_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::ListAvailability, &asker.caller, &request)
        .await?;
    Ok(Json(Tutors {
        tutors: all(reply.availabilities)?,
    }))
}
