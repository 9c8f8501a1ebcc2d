//! A tutor looks at the own availability.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::assignment::{GetAvailabilityRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::availability::Availability;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Am I available?
///
/// For tutors and managers.
#[utoipa::path(
    get,
    path = "/api/v1/labs/{lab_id}/availability",
    operation_id = "get_availability",
    tag = "helping",
    params(LabPath),
    responses((status = OK, description = "The asker's availability.", body = Availability)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
) -> Answer<Availability> {
    let request = GetAvailabilityRequest {
        lab_id: path.lab_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::GetAvailability, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
