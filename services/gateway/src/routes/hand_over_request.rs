//! A tutor has another one go on.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::Problem;
use handup_contracts::v1::assignment::{ListAvailabilityRequest, methods as assignment};
use handup_contracts::v1::request::{GetPlaceRequest, HandOverRequest, methods};
use handup_contracts::v1::types::AvailabilityStatus;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{JsonBody, PathParams};
use crate::model::request::Placed;
use crate::routes::Answer;
use crate::routes::paths::RequestPath;

/// Who goes on, and what that tutor should know.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandOverInput {
    /// Another tutor of the lab who has a page of it open.
    tutor_id: Uuid,
    #[schema(max_length = 2000)]
    note: Option<String>,
}

/// Hand a request over to another tutor
///
/// For the tutor who helps, and for managers. Student and tutor are told; the note stands in the
/// history of the request.
#[utoipa::path(
    post,
    path = "/api/v1/requests/{request_id}/hand-over",
    operation_id = "hand_over_request",
    tag = "helping",
    params(RequestPath),
    request_body = HandOverInput,
    responses((status = OK, description = "The other tutor has the request.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<RequestPath>,
    JsonBody(input): JsonBody<HandOverInput>,
) -> Answer<Placed> {
    let request_id = path.request_id.to_string();
    let question = GetPlaceRequest {
        request_id: request_id.clone(),
    };
    let place = app
        .bus
        .call(methods::GetPlace, &asker.caller, &question)
        .await?;
    let question = ListAvailabilityRequest {
        lab_id: place.lab_id,
    };
    let reply = app
        .bus
        .call(assignment::ListAvailability, &asker.caller, &question)
        .await?;
    let tutor_id = input.tutor_id.to_string();
    let tutor = reply
        .availabilities
        .into_iter()
        .find(|tutor| tutor.tutor_id == tutor_id && tutor.status() != AvailabilityStatus::Offline)
        .ok_or_else(|| Problem::invalid("tutor_id", "This tutor is not here at the moment."))?;
    let request = HandOverRequest {
        request_id,
        tutor_id,
        tutor_name: tutor.tutor_name,
        note: input.note.unwrap_or_default(),
    };
    let reply = app
        .bus
        .call(methods::HandOver, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
