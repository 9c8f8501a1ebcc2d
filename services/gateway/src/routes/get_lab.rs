//! A member looks at a lab.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{GetLabRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::lab::Lab;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Get a lab
///
/// For members.
#[utoipa::path(
    get,
    path = "/api/v1/labs/{lab_id}",
    operation_id = "get_lab",
    tag = "labs",
    params(LabPath),
    responses((status = OK, description = "The lab.", body = Lab)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
) -> Answer<Lab> {
    let request = GetLabRequest {
        lab_id: path.lab_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::GetLab, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
