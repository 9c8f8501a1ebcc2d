//! Staff say something to all who wait.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{AnnounceRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{JsonBody, PathParams};
use crate::model::lab::Lab;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// The words.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnnouncementInput {
    /// Plain text.
    #[schema(max_length = 500)]
    text: String,
}

/// Say something to all who wait
///
/// For tutors and managers. An empty text takes the announcement away.
#[utoipa::path(
    put,
    path = "/api/v1/labs/{lab_id}/announcement",
    operation_id = "announce",
    tag = "labs",
    params(LabPath),
    request_body = AnnouncementInput,
    responses((status = OK, description = "The lab as it is now.", body = Lab)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
    JsonBody(input): JsonBody<AnnouncementInput>,
) -> Answer<Lab> {
    let request = AnnounceRequest {
        lab_id: path.lab_id.to_string(),
        text: input.text,
    };
    let reply = app
        .bus
        .call(methods::Announce, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
