//! A tutor says yes.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::assignment::{AcceptOfferRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::offer::AcceptedOffer;
use crate::routes::Answer;
use crate::routes::paths::OfferPath;

/// Accept an offer
///
/// For the helper who was asked. If somebody else was faster: 409 with the winner.
#[utoipa::path(
    post,
    path = "/api/v1/offers/{offer_id}/accept",
    operation_id = "accept_offer",
    tag = "offers",
    params(OfferPath),
    responses((status = OK, description = "The request is yours.", body = AcceptedOffer)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<OfferPath>,
) -> Answer<AcceptedOffer> {
    let request = AcceptOfferRequest {
        offer_id: path.offer_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::AcceptOffer, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
