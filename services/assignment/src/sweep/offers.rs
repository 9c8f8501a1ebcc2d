//! Looks at labs whose deadline has come, and into yeses that nobody has confirmed: the process
//! that made the claim may have died on the way.

use std::collections::HashMap;
use std::sync::Arc;

use futures::FutureExt as _;
use handup_contracts::Problem;
use handup_contracts::v1::types::{OfferState, Request, RequestStatus};
use uuid::Uuid;

use crate::App;
use crate::handlers::answer_offer::Revoking;
use crate::handlers::read_queue;
use crate::handlers::round::Round;
use crate::store::labs;
use crate::store::offers::{self, OfferRow};

pub(crate) async fn run(app: Arc<App>) -> Result<(), Problem> {
    let now_ms = app.clock.now_ms();
    for lab_id in labs::due(app.store.read(), now_ms).await? {
        let round = Round::new(&app, lab_id);
        let looked = app
            .store
            .write_tx(&lab_id.to_string(), move |tx| {
                let round = round.clone();
                async move { round.run(tx).await }.boxed()
            })
            .await;
        // One lab's trouble is not the others'.
        if let Err(error) = looked {
            tracing::warn!(%lab_id, %error, "a lab's offers could not be swept");
        }
    }
    for lab_id in labs::to_read(app.store.read(), now_ms).await? {
        if let Err(error) = read_queue::read(&app, lab_id).await {
            tracing::warn!(%lab_id, %error, "who waits in a lab could not be read");
        }
    }
    let mut by_lab: HashMap<Uuid, Vec<OfferRow>> = HashMap::new();
    let before_ms = now_ms - app.config.claim_ms;
    for offer in offers::unconfirmed(app.store.read(), before_ms).await? {
        by_lab.entry(offer.lab_id).or_default().push(offer);
    }
    for (lab_id, unconfirmed) in by_lab {
        if let Err(error) = look_into(&app, lab_id, unconfirmed).await {
            tracing::warn!(%lab_id, %error, "unconfirmed offers could not be looked into");
        }
    }
    Ok(())
}

/// Asks the service that owns the requests how things stand.
async fn look_into(app: &App, lab_id: Uuid, unconfirmed: Vec<OfferRow>) -> Result<(), Problem> {
    let queue = read_queue::ask(app, lab_id).await?;
    for offer in unconfirmed {
        let request_id = offer.request_id.to_string();
        let request = queue
            .requests
            .iter()
            .find(|request| request.id == request_id);
        match outcome(&offer, request) {
            Outcome::Settled => settle(app, offer).await?,
            Outcome::Ended(state, reason) => {
                let revoking = Revoking {
                    offer_id: offer.id,
                    state,
                    reason,
                    round: Round::new(app, lab_id),
                };
                revoking.commit(app).await?;
            }
        }
    }
    Ok(())
}

/// What came of a yes.
enum Outcome {
    /// The helper got the request, or it can't be told any more.
    Settled,
    /// Nothing, and why.
    Ended(OfferState, String),
}

fn outcome(offer: &OfferRow, request: Option<&Request>) -> Outcome {
    let Some(request) = request else {
        return Outcome::Settled;
    };
    let helper_id = offer.helper_id.to_string();
    match request.status() {
        RequestStatus::InProgress if request.helper_id != helper_id => Outcome::Ended(
            OfferState::Superseded,
            format!("{} took it.", request.helper_name),
        ),
        // Nothing has happened to it since the yes.
        RequestStatus::Pending if request.version <= offer.claimed_version => Outcome::Ended(
            OfferState::Withdrawn,
            "The acceptance did not arrive.".to_owned(),
        ),
        _ => Outcome::Settled,
    }
}

async fn settle(app: &App, offer: OfferRow) -> Result<(), Problem> {
    let round = Round::new(app, offer.lab_id);
    app.store
        .write_tx(&offer.lab_id.to_string(), move |tx| {
            let round = round.clone();
            async move {
                labs::lock(tx, offer.lab_id).await?;
                offers::settle(tx, offer.request_id, offer.helper_id).await?;
                round.run(tx).await
            }
            .boxed()
        })
        .await?;
    Ok(())
}
