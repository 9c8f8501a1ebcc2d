//! What the asker was told.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::notification::{ListRequest, methods};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::QueryParams;
use crate::model::notification::NotificationPage;
use crate::routes::Answer;
use crate::routes::paging::PageSize;

/// What to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct NotificationsQuery {
    /// Only those not read yet.
    unread_only: Option<bool>,
    /// `next_page` of the page before; the first page without it.
    page: Option<String>,
    /// Entries of a page.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 100)]
    page_size: Option<PageSize>,
}

/// List my notifications
///
/// Newest first.
#[utoipa::path(
    get,
    path = "/api/v1/notifications",
    operation_id = "list_notifications",
    tag = "notifications",
    params(NotificationsQuery),
    responses((status = OK, description = "One page of notifications.", body = NotificationPage)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    QueryParams(query): QueryParams<NotificationsQuery>,
) -> Answer<NotificationPage> {
    let request = ListRequest {
        page: query.page.unwrap_or_default(),
        page_size: PageSize::or_usual(query.page_size),
        unread_only: query.unread_only.unwrap_or_default(),
    };
    let reply = app.bus.call(methods::List, &asker.caller, &request).await?;
    Ok(Json(reply.try_into()?))
}
