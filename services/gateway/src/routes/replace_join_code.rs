//! A manager replaces the code with which students join.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::auth::{ReplaceJoinCodeRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::account::JoinCode;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Replace the join code of a lab
///
/// For managers. The old code is no longer good.
#[utoipa::path(
    post,
    path = "/api/v1/labs/{lab_id}/join-code",
    operation_id = "replace_join_code",
    tag = "members",
    params(LabPath),
    responses((status = OK, description = "The code.", body = JoinCode)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
) -> Answer<JoinCode> {
    let request = ReplaceJoinCodeRequest {
        lab_id: path.lab_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::ReplaceJoinCode, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
