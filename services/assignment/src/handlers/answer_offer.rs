//! What both answers to an offer share: whose it is, and one transaction on the offer.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Caller;
use handup_contracts::Problem;
use handup_contracts::v1::events::Actor;
use handup_contracts::v1::types::{OfferState, RequestStatus, Role};
use handup_identity::Person;
use handup_store::{Error, WriteTx};
use uuid::Uuid;

use crate::App;
use crate::domain::offers::{Answer, Answered, answer};
use crate::handlers::event;
use crate::handlers::round::Round;
use crate::store::offers::{self, OfferRow};
use crate::store::{labs, requests, tutors};

/// The offer `offer_id`, if the person who calls is the one who was asked and is still on the
/// lab's staff.
pub(super) async fn own(
    app: &App,
    caller: &Caller,
    offer_id: &str,
) -> Result<(Arc<Person>, OfferRow), Problem> {
    let no_such_offer = || Problem::not_found("There is no such offer, or it was not made to you.");
    let person = app.verifier.person(caller).await?;
    let id = Uuid::parse_str(offer_id).map_err(|_| no_such_offer())?;
    let offer = offers::find(app.store.read(), id)
        .await?
        .filter(|offer| offer.helper_id == person.id)
        .ok_or_else(no_such_offer)?;
    app.directory
        .require(caller, &person, offer.lab_id, Role::Tutor)
        .await?;
    Ok((person, offer))
}

/// An answer on its way into the database.
pub(super) struct Saying {
    pub(super) offer_id: Uuid,
    pub(super) answer: Answer,
    /// The helper's own words; may be empty.
    pub(super) reason: String,
    pub(super) actor: Actor,
    pub(super) round: Round,
}

impl Saying {
    /// Saves the answer in a transaction of its own. Returns the offer as it is then.
    pub(super) async fn commit(self, app: &App) -> Result<OfferRow, Problem> {
        let key = self.round.lab_id.to_string();
        let saying = Arc::new(self);
        let offer = app
            .store
            .write_tx(&key, move |tx| {
                let saying = Arc::clone(&saying);
                async move { saying.run(tx).await }.boxed()
            })
            .await?;
        Ok(offer)
    }

    async fn run(&self, tx: &WriteTx) -> Result<OfferRow, Error> {
        labs::lock(tx, self.round.lab_id).await?;
        let mut offer = offers::find(tx, self.offer_id)
            .await?
            .ok_or_else(|| Problem::internal("an offer is gone"))?;
        let request = requests::find(tx, offer.request_id).await?;
        let waits = request
            .as_ref()
            .is_some_and(|request| request.status() == RequestStatus::Pending);
        let answered = answer(
            offer.state(),
            &offer.reason,
            offer.expires_at_ms,
            self.answer,
            usize::from(waits),
            // Nobody stands by in a lab: the next who is free is asked instead.
            false,
            self.round.now_ms,
        )?;
        let Answered::Now(state) = answered else {
            return Ok(offer);
        };
        offer.state = state.into();
        offer.reason.clone_from(&self.reason);
        offer.ended_at_ms = self.round.now_ms;
        offer.claimed_version = request.map_or(0, |request| request.version);
        offer.version += 1;
        offers::save(tx, &offer).await?;
        let name = if state == OfferState::Accepted {
            "accepted"
        } else {
            "declined"
        };
        tx.emit(event::offer(
            name,
            &offer,
            self.actor.clone(),
            self.round.now_ms,
        )?);
        tutors::forget_missed(tx, offer.lab_id, offer.helper_id).await?;
        self.round.run(tx).await?;
        Ok(offer)
    }
}

/// A yes that came to nothing: the request was not given to the helper.
pub(crate) struct Revoking {
    pub(crate) offer_id: Uuid,
    pub(crate) state: OfferState,
    /// Why, as people may read it.
    pub(crate) reason: String,
    pub(crate) round: Round,
}

impl Revoking {
    /// Ends the offer in a transaction of its own, unless it has been settled meanwhile.
    pub(crate) async fn commit(self, app: &App) -> Result<(), Problem> {
        let key = self.round.lab_id.to_string();
        let revoking = Arc::new(self);
        app.store
            .write_tx(&key, move |tx| {
                let revoking = Arc::clone(&revoking);
                async move { revoking.run(tx).await }.boxed()
            })
            .await?;
        Ok(())
    }

    async fn run(&self, tx: &WriteTx) -> Result<(), Error> {
        labs::lock(tx, self.round.lab_id).await?;
        let Some(mut offer) = offers::find(tx, self.offer_id).await? else {
            return Ok(());
        };
        if offer.state() != OfferState::Accepted || offer.settled {
            return Ok(());
        }
        offer.state = self.state.into();
        offer.reason.clone_from(&self.reason);
        offer.version += 1;
        offers::save(tx, &offer).await?;
        let name = if self.state == OfferState::Superseded {
            "superseded"
        } else {
            "withdrawn"
        };
        tx.emit(event::offer(
            name,
            &offer,
            event::platform(),
            self.round.now_ms,
        )?);
        self.round.run(tx).await
    }
}
