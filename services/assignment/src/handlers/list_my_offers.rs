//! The offers that the asking person has to answer.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::assignment::{ListMyOffersRequest, OffersReply};
use handup_contracts::v1::types::Offer;

use crate::App;
use crate::store::offers::{self, OfferRow};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<ListMyOffersRequest>,
) -> Result<OffersReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    let now_ms = app.clock.now_ms();
    let rows = offers::open_of(app.store.read(), person.id, now_ms).await?;
    let offers: Vec<Offer> = rows
        .iter()
        .rev()
        .map(OfferRow::message)
        .collect::<Result<_, _>>()?;
    Ok(OffersReply {
        offers,
        next_page: String::new(),
    })
}
