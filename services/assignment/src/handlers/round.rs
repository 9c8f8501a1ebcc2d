//! Brings a lab's offers in line with the facts. Every change that could matter ends with a round.
//!
//! A round looks at everything at once and does what the engine says; it does not care what has
//! happened. So it is harmless to look too often, by whichever replica.

use std::collections::{HashMap, HashSet};

use handup_contracts::v1::types::{OfferState, RequestStatus};
use handup_runtime::ids;
use handup_store::{Error, WriteTx};
use uuid::Uuid;

use crate::App;
use crate::domain::offers::{self, Action, Facts, LabNeed, LabTutor, Need, Proposal};
use crate::handlers::event;
use crate::store::labs::{self, LabRow};
use crate::store::offers::{self as offer_rows, OfferRow};
use crate::store::requests::{self, RequestRow};
use crate::store::tutors::{self, TutorRow};

/// Most plans in one round: each turns at least one switch off, or is the last.
const PLANS: usize = 10;

/// A look at one lab's offers.
#[derive(Debug, Clone)]
pub(crate) struct Round {
    pub(crate) lab_id: Uuid,
    pub(crate) now_ms: i64,
}

/// All rows that a round looks at.
struct Rows {
    lab: LabRow,
    requests: HashMap<Uuid, RequestRow>,
    tutors: HashMap<Uuid, TutorRow>,
    offers: HashMap<Uuid, OfferRow>,
}

impl Round {
    pub(crate) fn new(app: &App, lab_id: Uuid) -> Self {
        Self {
            lab_id,
            now_ms: app.clock.now_ms(),
        }
    }

    /// Does it inside `tx`.
    pub(crate) async fn run(&self, tx: &WriteTx) -> Result<(), Error> {
        let lab = labs::lock(tx, self.lab_id).await?;
        if !lab.concerns_offers() {
            return Ok(());
        }
        let mut rows = Rows::read(tx, lab).await?;
        let desk = rows.lab.desk()?;
        let mut look_at_ms = None;
        for _ in 0..PLANS {
            let plan = offers::plan(&desk, &rows.facts(self.now_ms), self.now_ms);
            look_at_ms = plan.look_at_ms;
            if plan.actions.is_empty() {
                break;
            }
            for action in plan.actions {
                self.carry_out(tx, &mut rows, action).await?;
            }
        }
        labs::look_at(tx, &rows.lab, look_at_ms).await
    }

    async fn carry_out(&self, tx: &WriteTx, rows: &mut Rows, action: Action) -> Result<(), Error> {
        match action {
            Action::Send(proposal) => self.send(tx, rows, proposal).await,
            Action::Lapse { offer_id } => {
                let helper_id = self
                    .end(tx, rows, offer_id, OfferState::Lapsed, String::new())
                    .await?;
                if let Some(tutor) = helper_id.and_then(|id| rows.tutors.get_mut(&id)) {
                    tutor.missed += 1;
                    tutors::save(tx, tutor).await?;
                }
                Ok(())
            }
            Action::Withdraw { offer_id, reason } => self
                .end(tx, rows, offer_id, OfferState::Withdrawn, reason)
                .await
                .map(drop),
            Action::Supersede { offer_id, reason } => self
                .end(tx, rows, offer_id, OfferState::Superseded, reason)
                .await
                .map(drop),
            // No lab has anybody stand by. A desk that does makes the claim for its helper.
            Action::Promote { offer_id } => self
                .end(tx, rows, offer_id, OfferState::Accepted, String::new())
                .await
                .map(drop),
            Action::SetAway { helper_id } => self.set_away(tx, rows, helper_id).await,
        }
    }

    async fn send(&self, tx: &WriteTx, rows: &mut Rows, proposal: Proposal) -> Result<(), Error> {
        let (Some(request), Some(tutor)) = (
            rows.requests.get(&proposal.need_id),
            rows.tutors.get_mut(&proposal.helper_id),
        ) else {
            return Ok(());
        };
        let offer = OfferRow {
            id: ids::new_id(),
            lab_id: self.lab_id,
            request_id: proposal.need_id,
            helper_id: proposal.helper_id,
            helper_name: tutor.tutor_name.clone(),
            state: OfferState::Sent.into(),
            reason: String::new(),
            wave: proposal.wave,
            sent_at_ms: self.now_ms,
            expires_at_ms: proposal.expires_at_ms,
            ended_at_ms: 0,
            score: offer_rows::score_column(&proposal.score)?,
            seat: request.seat.clone(),
            description: request.description.clone(),
            topic: request.topic.clone(),
            student_name: request.student_name.clone(),
            claimed_version: 0,
            settled: false,
            version: 1,
        };
        offer_rows::insert(tx, &offer).await?;
        tx.emit(event::offer(
            "sent",
            &offer,
            event::platform(),
            self.now_ms,
        )?);
        rows.offers.insert(offer.id, offer);
        tutor.last_offer_ms = self.now_ms;
        tutors::save(tx, tutor).await
    }

    /// Ends an offer, or has who stood by take it. Returns whose it was.
    async fn end(
        &self,
        tx: &WriteTx,
        rows: &mut Rows,
        offer_id: Uuid,
        state: OfferState,
        reason: String,
    ) -> Result<Option<Uuid>, Error> {
        let Some(offer) = rows.offers.get_mut(&offer_id) else {
            return Ok(None);
        };
        offer.state = state.into();
        offer.reason = reason;
        offer.ended_at_ms = self.now_ms;
        offer.version += 1;
        offer_rows::save(tx, offer).await?;
        let name = match state {
            OfferState::Lapsed => "lapsed",
            OfferState::Superseded => "superseded",
            OfferState::Accepted => "promoted",
            _ => "withdrawn",
        };
        tx.emit(event::offer(name, offer, event::platform(), self.now_ms)?);
        Ok(Some(offer.helper_id))
    }

    /// Turns the switch of somebody who lets offers pass.
    async fn set_away(&self, tx: &WriteTx, rows: &mut Rows, tutor_id: Uuid) -> Result<(), Error> {
        let Some(tutor) = rows.tutors.get_mut(&tutor_id) else {
            return Ok(());
        };
        tutor.switched_on = false;
        tutor.missed = 0;
        tutor.show_status(rows.lab.opened_at_ms, self.now_ms);
        tutor.version += 1;
        tutors::save(tx, tutor).await?;
        tx.emit(event::availability(
            ids::new_id(),
            "changed",
            tutor,
            event::platform(),
            self.now_ms,
        ));
        Ok(())
    }
}

impl Rows {
    async fn read(tx: &WriteTx, lab: LabRow) -> Result<Self, Error> {
        let mut requests: HashMap<Uuid, RequestRow> = HashMap::new();
        for request in requests::waiting(tx, lab.id).await? {
            requests.insert(request.request_id, request);
        }
        let offers = offer_rows::of_round(tx, lab.id, requests.keys().copied().collect()).await?;
        let others: HashSet<Uuid> = offers
            .iter()
            .map(|offer| offer.request_id)
            .filter(|id| !requests.contains_key(id))
            .collect();
        for request in requests::among(tx, others.into_iter().collect()).await? {
            requests.insert(request.request_id, request);
        }
        let tutors = tutors::of_lab(tx, lab.id).await?;
        Ok(Self {
            requests,
            tutors: tutors.into_iter().map(|row| (row.tutor_id, row)).collect(),
            offers: offers.into_iter().map(|row| (row.id, row)).collect(),
            lab,
        })
    }

    fn facts(&self, now_ms: i64) -> Facts<LabNeed, LabTutor> {
        let session_ms = self.lab.opened_at_ms;
        let mut offers: Vec<_> = self.offers.values().filter_map(OfferRow::fact).collect();
        offers.sort_by_key(|offer| offer.id);
        let mut helpers: Vec<_> = self
            .tutors
            .values()
            .map(|tutor| tutor.helper(session_ms, now_ms))
            .collect();
        helpers.sort_by_key(|helper| helper.id);
        Facts {
            needs: self.requests.values().map(need).collect(),
            helpers,
            offers,
        }
    }
}

fn need(request: &RequestRow) -> Need<LabNeed> {
    let helped = request.status() == RequestStatus::InProgress;
    Need {
        id: request.request_id,
        place: request.place,
        wanted: 1,
        committed: usize::from(helped),
        ended: request.ended(),
        taken_by: helped.then(|| request.helper_name.clone()),
        detail: LabNeed {
            held_until_ms: request.held_until_ms,
            seat: request.seat.clone(),
        },
    }
}
