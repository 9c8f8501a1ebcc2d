//! A student asks for help.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use handup_contracts::Problem;
use handup_contracts::v1::request::{CreateRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{JsonBody, PathParams};
use crate::model::present;
use crate::model::request::{Placed, position};
use crate::routes::Created;
use crate::routes::paths::LabPath;

const KEY: &str = "Idempotency-Key";

/// What a student writes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestInput {
    /// PC number.
    #[schema(min_length = 1, max_length = 20, examples("14"))]
    seat: String,
    #[schema(min_length = 1, max_length = 2000, examples("My loop never ends."))]
    description: String,
    /// One of the lab's topics.
    #[schema(examples("Loops"))]
    topic: Option<String>,
    /// Whether other students read topic and description, and may wait with it.
    #[serde(default)]
    shared: bool,
}

/// Ask for help
///
/// For students of the lab, while its queue is open. A student can have one open request per lab.
#[utoipa::path(
    post,
    path = "/api/v1/labs/{lab_id}/requests",
    operation_id = "create_request",
    tag = "requests",
    params(
        LabPath,
        (
            "Idempotency-Key" = Option<String>,
            Header,
            description = "Chosen by the client; the same key gives the same answer.",
            max_length = 200,
        ),
    ),
    request_body = RequestInput,
    responses((status = CREATED, description = "The request waits.", body = Placed)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
    headers: HeaderMap,
    JsonBody(input): JsonBody<RequestInput>,
) -> Created<Placed> {
    let request = CreateRequest {
        lab_id: path.lab_id.to_string(),
        seat: input.seat,
        description: input.description,
        topic: input.topic.unwrap_or_default(),
        shared: input.shared,
        idempotency_key: key(&headers)?,
    };
    let reply = app
        .bus
        .call(methods::Create, &asker.caller, &request)
        .await?;
    let placed = Placed {
        request: present(reply.request, "the request")?.try_into()?,
        position: position(reply.position),
    };
    Ok((StatusCode::CREATED, Json(placed)))
}

fn key(headers: &HeaderMap) -> Result<String, Problem> {
    headers.get(KEY).map_or(Ok(String::new()), |key| {
        key.to_str()
            .map(str::to_owned)
            .map_err(|_| Problem::invalid(KEY, "The key must be printable ASCII."))
    })
}
