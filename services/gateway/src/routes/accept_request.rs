//! A tutor takes a request.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{AcceptRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::request::Placed;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// Take a request
///
/// For tutors and managers. Exactly one wins; the others get 409 with the winner.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request_id}/accept",
    operation_id = "accept_request",
    tag = "requests",
    params(RequestPath),
    responses((status = OK, description = "The request is yours.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
) -> Answer<Placed> {
    let request = AcceptRequest {
        request_id: path.request_id.to_string(),
        or_else: Vec::new(),
    };
    let reply = app
        .bus
        .call(methods::Accept, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
