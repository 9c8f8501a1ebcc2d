//! A tutor takes whoever is next.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::assignment::{TakeNextRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::present;
use crate::model::request::Request;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Take the next request
///
/// For tutors and managers. 404 where nobody waits.
#[utoipa::path(
    post,
    path = "/api/v1/labs/{lab_id}/take-next",
    operation_id = "take_next",
    tag = "helping",
    params(LabPath),
    responses((status = OK, description = "The request is yours.", body = Request)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
) -> Answer<Request> {
    let request = TakeNextRequest {
        lab_id: path.lab_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::TakeNext, &asker.caller, &request)
        .await?;
    Ok(Json(present(reply.request, "the request")?.try_into()?))
}
