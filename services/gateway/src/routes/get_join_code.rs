//! A manager looks at the code with which students join.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::auth::{GetJoinCodeRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::account::JoinCode;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Get the join code of a lab
///
/// For managers.
#[utoipa::path(
    get,
    path = "/api/v1/labs/{lab_id}/join-code",
    operation_id = "get_join_code",
    tag = "members",
    params(LabPath),
    responses((status = OK, description = "The code.", body = JoinCode)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
) -> Answer<JoinCode> {
    let request = GetJoinCodeRequest {
        lab_id: path.lab_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::GetJoinCode, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
