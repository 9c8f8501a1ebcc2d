//! A manager draws the room.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{SetSeatsRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{JsonBody, PathParams};
use crate::model::present;
use crate::model::seats::SeatMap;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Say where the seats of a lab stand
///
/// For managers. Where the seats are known, offers go to the nearest of those tutors who have carried
/// about the same.
#[utoipa::path(
    put,
    path = "/api/v1/labs/{lab_id}/seats",
    operation_id = "set_seats",
    tag = "labs",
    params(LabPath),
    request_body = SeatMap,
    responses((status = OK, description = "The seats, row by row.", body = SeatMap)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
    JsonBody(input): JsonBody<SeatMap>,
) -> Answer<SeatMap> {
    let request = SetSeatsRequest {
        lab_id: path.lab_id.to_string(),
        seats: input.into(),
    };
    let reply = app
        .bus
        .call(methods::SetSeats, &asker.caller, &request)
        .await?;
    let lab = present(present(reply.lab, "the lab")?.lab, "the lab")?;
    Ok(Json(lab.seats.into()))
}
