//! Staff look at the requests of a lab.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{ListRequest, methods};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{PathParams, QueryParams};
use crate::model::request::{RequestPage, RequestStatus, statuses};
use crate::model::{all, optional_text};
use crate::routes::Answer;
use crate::routes::paging::PageSize;
use crate::routes::paths::LabPath;

/// What to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LabRequestsQuery {
    /// Only those that stand so.
    #[param(inline)]
    status: Option<RequestStatus>,
    /// Only those the asker has helped with.
    helped_by_me: Option<bool>,
    /// `next_page` of the page before; the first page without it.
    page: Option<String>,
    /// Entries of a page.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 100)]
    page_size: Option<PageSize>,
}

/// List the requests of a lab
///
/// For tutors and managers. Newest first.
#[utoipa::path(
    get,
    path = "/api/v1/labs/{lab_id}/requests",
    operation_id = "list_lab_requests",
    tag = "requests",
    params(LabPath, LabRequestsQuery),
    responses((status = OK, description = "One page of requests.", body = RequestPage)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
    QueryParams(query): QueryParams<LabRequestsQuery>,
) -> Answer<RequestPage> {
    let request = ListRequest {
        lab_id: path.lab_id.to_string(),
        statuses: statuses(query.status),
        mine: false,
        helped_by_me: query.helped_by_me.unwrap_or_default(),
        page: query.page.unwrap_or_default(),
        page_size: PageSize::or_usual(query.page_size),
    };
    let reply = app.bus.call(methods::List, &asker.caller, &request).await?;
    Ok(Json(RequestPage {
        requests: all(reply.requests)?,
        next_page: optional_text(reply.next_page),
    }))
}
