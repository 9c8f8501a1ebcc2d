//! The asker has read something.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::Problem;
use handup_contracts::v1::notification::{MarkReadRequest, methods};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::JsonBody;
use crate::routes::Answer;

/// What was read: some, or all.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadInput {
    #[schema(min_items = 1, max_items = 100)]
    ids: Option<Vec<Uuid>>,
    all: Option<bool>,
}

/// How many are left.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Unread {
    /// Notifications that are still unread.
    pub(crate) unread: i64,
}

/// Mark notifications as read
///
/// Either some by `ids`, or `all`.
#[utoipa::path(
    post,
    path = "/api/v1/notifications/read",
    operation_id = "mark_notifications_read",
    tag = "notifications",
    request_body = ReadInput,
    responses((status = OK, description = "They are read.", body = Unread)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    JsonBody(input): JsonBody<ReadInput>,
) -> Answer<Unread> {
    let request = choice(input)?;
    let reply = app
        .bus
        .call(methods::MarkRead, &asker.caller, &request)
        .await?;
    Ok(Json(Unread {
        unread: reply.unread,
    }))
}

/// Ids marked at once.
const IDS: std::ops::RangeInclusive<usize> = 1..=100;

fn choice(input: ReadInput) -> Result<MarkReadRequest, Problem> {
    match (input.ids, input.all.unwrap_or_default()) {
        (None, true) => Ok(MarkReadRequest {
            ids: Vec::new(),
            all: true,
        }),
        (Some(ids), false) if IDS.contains(&ids.len()) => Ok(MarkReadRequest {
            ids: ids.iter().map(Uuid::to_string).collect(),
            all: false,
        }),
        _ => Err(Problem::invalid(
            "ids",
            "Please give 1 to 100 ids, or all as true, but not both.",
        )),
    }
}
