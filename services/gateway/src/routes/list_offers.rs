//! A manager looks at who was offered what, and why.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::assignment::{ListOffersRequest, methods};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{PathParams, QueryParams};
use crate::model::offer::OfferPage;
use crate::routes::Answer;
use crate::routes::paging::PageSize;
use crate::routes::paths::LabPath;

/// Which offers to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OffersQuery {
    /// Only those about this request.
    request_id: Option<Uuid>,
    /// `next_page` of the page before; the first page without it.
    page: Option<String>,
    /// Entries of a page.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 100)]
    page_size: Option<PageSize>,
}

/// List the offers of a lab
///
/// For managers: who was asked what, and why. Newest first.
#[utoipa::path(
    get,
    path = "/api/v1/labs/{lab_id}/offers",
    operation_id = "list_offers",
    tag = "offers",
    params(LabPath, OffersQuery),
    responses((status = OK, description = "One page of offers.", body = OfferPage)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
    QueryParams(query): QueryParams<OffersQuery>,
) -> Answer<OfferPage> {
    let request = ListOffersRequest {
        lab_id: path.lab_id.to_string(),
        request_id: query
            .request_id
            .map(|id| id.to_string())
            .unwrap_or_default(),
        page: query.page.unwrap_or_default(),
        page_size: PageSize::or_usual(query.page_size),
    };
    let reply = app
        .bus
        .call(methods::ListOffers, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
