//! A tutor takes back having ended a request.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{UndoRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::request::Placed;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// Take back that a request was ended
///
/// For a minute, for the tutor who said that help was given or that the student was not there, and for managers.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request_id}/undo",
    operation_id = "undo_request",
    tag = "requests",
    params(RequestPath),
    responses((status = OK, description = "The request is being helped again.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
) -> Answer<Placed> {
    let request = UndoRequest {
        request_id: path.request_id.to_string(),
    };
    let reply = app.bus.call(methods::Undo, &asker.caller, &request).await?;
    Ok(Json(reply.try_into()?))
}
