//! A manager looks at figures.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::analytics::{GetLabStatisticsRequest, methods};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{PathParams, QueryParams};
use crate::model::statistics::Statistics;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

const USUAL_SPAN_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Which requests count.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SpanQuery {
    /// Requests created from then on.
    from: Option<Timestamp>,
    /// Requests created before this.
    to: Option<Timestamp>,
}

/// Get the figures of a lab
///
/// For managers. Without a span: the last seven days.
#[utoipa::path(
    get,
    path = "/api/v1/labs/{lab_id}/statistics",
    operation_id = "get_lab_statistics",
    tag = "statistics",
    params(LabPath, SpanQuery),
    responses((status = OK, description = "The figures.", body = Statistics)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
    QueryParams(query): QueryParams<SpanQuery>,
) -> Answer<Statistics> {
    let to_ms = query
        .to
        .map_or_else(|| app.clock.now_ms(), |to| to.as_millisecond());
    let from_ms = query
        .from
        .map_or(to_ms - USUAL_SPAN_MS, |from| from.as_millisecond());
    let request = GetLabStatisticsRequest {
        lab_id: path.lab_id.to_string(),
        from_ms,
        to_ms,
    };
    let reply = app
        .bus
        .call(methods::GetLabStatistics, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
