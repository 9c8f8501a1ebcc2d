//! A student looks at the own requests.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{ListRequest, methods};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::QueryParams;
use crate::model::request::{RequestPage, RequestStatus, statuses};
use crate::model::{all, optional_text};
use crate::routes::Answer;
use crate::routes::paging::PageSize;

/// What to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MyRequestsQuery {
    /// Only those in this lab.
    lab_id: Option<Uuid>,
    /// Only those that stand so.
    #[param(inline)]
    status: Option<RequestStatus>,
    /// `next_page` of the page before; the first page without it.
    page: Option<String>,
    /// Entries of a page.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 100)]
    page_size: Option<PageSize>,
}

/// List my requests
///
/// Those the asker has made, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/requests",
    operation_id = "list_my_requests",
    tag = "requests",
    params(MyRequestsQuery),
    responses((status = OK, description = "One page of requests.", body = RequestPage)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    QueryParams(query): QueryParams<MyRequestsQuery>,
) -> Answer<RequestPage> {
    let request = ListRequest {
        lab_id: query.lab_id.map(|id| id.to_string()).unwrap_or_default(),
        statuses: statuses(query.status),
        mine: true,
        helped_by_me: false,
        page: query.page.unwrap_or_default(),
        page_size: PageSize::or_usual(query.page_size),
    };
    let reply = app.bus.call(methods::List, &asker.caller, &request).await?;
    Ok(Json(RequestPage {
        requests: all(reply.requests)?,
        next_page: optional_text(reply.next_page),
    }))
}
