//! A tutor looks at what waits for an answer.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::assignment::{ListMyOffersRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::model::offer::OfferPage;
use crate::routes::Answer;

/// List the offers that wait for your answer
#[utoipa::path(
    get,
    path = "/api/v1/offers",
    operation_id = "list_my_offers",
    tag = "offers",
    responses((status = OK, description = "Your open offers.", body = OfferPage)),
)]
pub(crate) async fn handle(State(app): State<Arc<App>>, asker: Asker) -> Answer<OfferPage> {
    let reply = app
        .bus
        .call(
            methods::ListMyOffers,
            &asker.caller,
            &ListMyOffersRequest {},
        )
        .await?;
    Ok(Json(reply.try_into()?))
}
