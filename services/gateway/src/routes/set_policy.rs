//! A manager changes how a queue is run.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{SetPolicyRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{JsonBody, PathParams};
use crate::model::lab::Lab;
use crate::model::policy::Policy;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Change how the queue of a lab is run
///
/// For managers. Holds at once, for those who wait already too.
#[utoipa::path(
    put,
    path = "/api/v1/labs/{lab_id}/policy",
    operation_id = "set_policy",
    tag = "labs",
    params(LabPath),
    request_body = Policy,
    responses((status = OK, description = "The lab as it is now.", body = Lab)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
    JsonBody(input): JsonBody<Policy>,
) -> Answer<Lab> {
    let request = SetPolicyRequest {
        lab_id: path.lab_id.to_string(),
        policy: Some(input.into()),
    };
    let reply = app
        .bus
        .call(methods::SetPolicy, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
