//! Looks at labs whose deadline has come, and into yeses that nobody has confirmed: the process
//! that made the claim may have died on the way.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use handup_bus::Caller;
use handup_contracts::Problem;
use handup_contracts::v1::request::{WatchQueueRequest, methods};
use handup_contracts::v1::types::{OfferState, Request, RequestStatus};
use handup_runtime::Shutdown;
use tokio::time::MissedTickBehavior;
use uuid::Uuid;

use crate::App;
use crate::handlers::answer_offer::Revoking;
use crate::handlers::round::Round;
use crate::store::labs;
use crate::store::offers::{self, OfferRow};

pub(crate) async fn run(app: Arc<App>, shutdown: Shutdown) -> Result<(), Problem> {
    let mut ticks = tokio::time::interval(Duration::from_millis(app.config.offer_sweep_ms.max(1)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = shutdown.requested() => return Ok(()),
            _ = ticks.tick() => {}
        }
        if let Err(error) = sweep(&app).await {
            tracing::warn!(%error, "offers could not be swept");
        }
    }
}

async fn sweep(app: &App) -> Result<(), Problem> {
    let now_ms = app.clock.now_ms();
    for lab_id in labs::due(app.store.read(), now_ms).await? {
        let round = Round::new(app, lab_id);
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
    let mut by_lab: HashMap<Uuid, Vec<OfferRow>> = HashMap::new();
    let before_ms = now_ms - app.config.claim_ms;
    for offer in offers::unconfirmed(app.store.read(), before_ms).await? {
        by_lab.entry(offer.lab_id).or_default().push(offer);
    }
    for (lab_id, unconfirmed) in by_lab {
        if let Err(error) = look_into(app, lab_id, unconfirmed).await {
            tracing::warn!(%lab_id, %error, "unconfirmed offers could not be looked into");
        }
    }
    Ok(())
}

/// Asks the service that owns the requests how things stand.
async fn look_into(app: &App, lab_id: Uuid, unconfirmed: Vec<OfferRow>) -> Result<(), Problem> {
    let caller = Caller::bearer(&app.verifier.service_token(crate::NAME)?);
    let question = WatchQueueRequest {
        lab_id: lab_id.to_string(),
    };
    let queue = app
        .bus
        .call(methods::WatchQueue, &caller, &question)
        .await?;
    for offer in unconfirmed {
        let request_id = offer.request_id.to_string();
        let request = queue
            .requests
            .iter()
            .find(|request| request.id == request_id);
        if let Some(reason) = came_to_nothing(&offer, request) {
            let revoking = Revoking {
                offer_id: offer.id,
                state: OfferState::Withdrawn,
                reason,
                round: Round::new(app, lab_id),
            };
            revoking.commit(app).await?;
        } else {
            settle(
                app,
                offer,
                request.map_or(i64::MAX, |request| request.version),
            )
            .await?;
        }
    }
    Ok(())
}

/// Why a claim came to nothing; nothing if it did not, or if it can't be said any more because the
/// request has changed hands or ended since.
fn came_to_nothing(offer: &OfferRow, request: Option<&Request>) -> Option<String> {
    let request = request?;
    let untouched =
        request.status() == RequestStatus::Pending && request.version <= offer.claimed_version;
    untouched.then(|| "The acceptance did not arrive.".to_owned())
}

async fn settle(app: &App, offer: OfferRow, version: i64) -> Result<(), Problem> {
    let (lab_id, request_id) = (offer.lab_id, offer.request_id);
    let version = version.max(offer.claimed_version + 1);
    app.store
        .write_tx(&lab_id.to_string(), move |tx| {
            async move {
                labs::lock(tx, lab_id).await?;
                offers::settle(tx, request_id, version).await
            }
            .boxed()
        })
        .await?;
    Ok(())
}
