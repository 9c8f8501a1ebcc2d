//! A helper says no.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::assignment::{DeclineOfferRequest, OfferReply};

use crate::App;
use crate::domain::offers::{Answer, reason};
use crate::handlers::answer_offer::{Saying, own};
use crate::handlers::round::Round;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<DeclineOfferRequest>,
) -> Result<OfferReply, Problem> {
    let reason = reason(&call.input.reason)?;
    let (person, offer) = own(&app, &call.caller, &call.input.offer_id).await?;
    let saying = Saying {
        offer_id: offer.id,
        answer: Answer::Decline,
        reason,
        actor: person.actor(),
        round: Round::new(&app, offer.lab_id),
    };
    let offer = saying.commit(&app).await?;
    Ok(OfferReply {
        offer: Some(offer.message()?),
    })
}
