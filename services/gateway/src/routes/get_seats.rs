//! Where the seats of a room stand.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{GetLabRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::present;
use crate::model::seats::SeatMap;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Read where the seats of a lab stand
#[utoipa::path(
    get,
    path = "/api/v1/labs/{lab_id}/seats",
    operation_id = "get_seats",
    tag = "labs",
    params(LabPath),
    responses((status = OK, description = "The seats, row by row.", body = SeatMap)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
) -> Answer<SeatMap> {
    let request = GetLabRequest {
        lab_id: path.lab_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::GetLab, &asker.caller, &request)
        .await?;
    let lab = present(present(reply.lab, "the lab")?.lab, "the lab")?;
    Ok(Json(lab.seats.into()))
}
