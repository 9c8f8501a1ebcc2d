//! A tutor says no.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::assignment::{DeclineOfferRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::{JsonBody, PathParams};
use crate::model::offer::Offer;
use crate::routes::Answer;
use crate::routes::paths::OfferPath;

/// Why not.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeclineInput {
    /// Managers can read it.
    #[schema(max_length = 500)]
    reason: Option<String>,
}

/// Decline an offer
///
/// For the helper who was asked.
#[utoipa::path(
    post,
    path = "/api/v1/offers/{offer_id}/decline",
    operation_id = "decline_offer",
    tag = "offers",
    params(OfferPath),
    request_body = DeclineInput,
    responses((status = OK, description = "Somebody else is asked.", body = Offer)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<OfferPath>,
    JsonBody(input): JsonBody<DeclineInput>,
) -> Answer<Offer> {
    let request = DeclineOfferRequest {
        offer_id: path.offer_id.to_string(),
        reason: input.reason.unwrap_or_default(),
    };
    let reply = app
        .bus
        .call(methods::DeclineOffer, &asker.caller, &request)
        .await?;
    Ok(Json(reply.try_into()?))
}
