//! A helper says yes: one transaction on the offer, then the compare-and-set on the request, in the
//! helper's own name, by the service that owns the request.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::v1::assignment::{AcceptOfferReply, AcceptOfferRequest};
use handup_contracts::v1::request::{ClaimRequest, methods};
use handup_contracts::v1::types::OfferState;
use handup_contracts::{Code, Problem};

use crate::App;
use crate::domain::offers::Answer;
use crate::handlers::answer_offer::{Revoking, Saying, own};
use crate::handlers::round::Round;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<AcceptOfferRequest>,
) -> Result<AcceptOfferReply, Problem> {
    let (person, offer) = own(&app, &call.caller, &call.input.offer_id).await?;
    let saying = Saying {
        offer_id: offer.id,
        answer: Answer::Accept,
        reason: String::new(),
        actor: person.actor(),
        round: Round::new(&app, offer.lab_id),
    };
    let offer = saying.commit(&app).await?;
    if offer.settled {
        // The answer to a call that was repeated later: what came of it is in the request.
        return Ok(AcceptOfferReply {
            offer: Some(offer.message()?),
            request: None,
        });
    }
    let claim = ClaimRequest {
        request_id: offer.request_id.to_string(),
        offer_id: offer.id.to_string(),
        service_token: app.verifier.service_token(crate::NAME)?,
    };
    match app.bus.call(methods::Claim, &call.caller, &claim).await {
        Ok(reply) => Ok(AcceptOfferReply {
            offer: Some(offer.message()?),
            request: reply.request,
        }),
        // Whether it was done is not known; the sweep looks into it.
        Err(problem) if matches!(problem.code, Code::Unavailable | Code::Internal) => Err(problem),
        Err(problem) => {
            let state = if problem.winner.is_some() {
                OfferState::Superseded
            } else {
                OfferState::Withdrawn
            };
            let revoking = Revoking {
                offer_id: offer.id,
                state,
                reason: problem.message.clone(),
                round: Round::new(&app, offer.lab_id),
            };
            revoking.commit(&app).await?;
            Err(problem)
        }
    }
}
