//! A manager sets when a queue opens and closes by itself.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{SetScheduleRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{JsonBody, PathParams};
use crate::model::lab::Lab;
use crate::model::schedule::Schedule;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Set when the queue of a lab opens and closes by itself
///
/// For managers. Weekly hours by the clock of the organisation. The queue stays as it is until the
/// next turn; opening and closing by hand holds until the next turn too.
#[utoipa::path(
    put,
    path = "/api/v1/labs/{lab_id}/schedule",
    operation_id = "set_schedule",
    tag = "labs",
    params(LabPath),
    request_body = Schedule,
    responses((status = OK, description = "The lab as it is now.", body = Lab)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
    JsonBody(input): JsonBody<Schedule>,
) -> Answer<Lab> {
    let request = SetScheduleRequest {
        lab_id: path.lab_id.to_string(),
        schedule: Some(input.into()),
    };
    let reply = app
        .bus
        .call(methods::SetSchedule, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
