//! The real engine at work in a session: what it plans is done, and its offers are answered.

use handup_assignment::domain::offers::{
    self, Action, Desk as _, Facts, Helper, LabNeed, LabTutor, Need, Offer, OfferState, Proposal,
};
use rand::Rng as _;
use uuid::Uuid;

use super::{Event, Session, UNNOTICED, counted, id, is_free, seat_of};

impl Session {
    pub(super) fn accept(&mut self, offer_id: Uuid) {
        let found = self.offers.iter().position(|offer| {
            offer.id == offer_id
                && offer.state == OfferState::Sent
                && offer.expires_at_ms > self.now_ms
        });
        let Some(found) = found else {
            return;
        };
        let offer = self.offers.remove(found);
        if let Ok(tutor) = usize::try_from(offer.helper_id.as_u128()) {
            self.tutors[tutor].missed = 0;
            let place = i64::try_from(offer.need_id.as_u128()).unwrap_or(-1);
            self.help(tutor, place);
        }
    }

    /// Has the real engine look at everything, and does what it says.
    pub(super) fn round(&mut self) {
        let plan = offers::plan(&self.desk, &self.facts(), self.now_ms);
        for action in plan.actions {
            match action {
                Action::Send(proposal) => self.send(&proposal),
                Action::Lapse { offer_id } => self.lapse(offer_id),
                Action::Withdraw { offer_id, .. } | Action::Supersede { offer_id, .. } => {
                    self.offers.retain(|offer| offer.id != offer_id);
                }
                // In a lab nobody stands by.
                Action::Promote { .. } => {}
                Action::SetAway { helper_id } => {
                    if let Ok(tutor) = usize::try_from(helper_id.as_u128()) {
                        self.tutors[tutor].missed = 0;
                        self.leave(tutor);
                    }
                }
            }
        }
        if let Some(at_ms) = plan.look_at_ms {
            self.plan(at_ms.max(self.now_ms + 1), Event::Look);
        }
    }

    fn facts(&self) -> Facts<LabNeed, LabTutor> {
        let needs = self.waiting.iter().map(|(place, student)| Need {
            id: id(*student),
            place: *place,
            wanted: 1,
            committed: 0,
            ended: None,
            taken_by: None,
            detail: LabNeed {
                held_until_ms: 0,
                seat: seat_of(*student),
            },
        });
        let helpers = self
            .tutors
            .iter()
            .enumerate()
            .map(|(number, tutor)| Helper {
                id: id(number),
                missed: tutor.missed,
                detail: LabTutor {
                    share: counted(tutor, self.now_ms),
                    ..tutor.detail.clone()
                },
            });
        Facts {
            needs: needs.collect(),
            helpers: helpers.collect(),
            offers: self.offers.clone(),
        }
    }

    fn send(&mut self, proposal: &Proposal) {
        let Ok(tutor) = usize::try_from(proposal.helper_id.as_u128()) else {
            return;
        };
        self.outcome.offers += 1;
        if !is_free(&self.tutors[tutor]) {
            self.outcome.to_unavailable += 1;
        }
        self.tutors[tutor].detail.last_offer_ms = self.now_ms;
        let offer_id = Uuid::from_u128((1 << 64) + self.outcome.offers as u128);
        self.offers.push(Offer {
            id: offer_id,
            need_id: proposal.need_id,
            helper_id: proposal.helper_id,
            state: OfferState::Sent,
            wave: proposal.wave,
            sent_at_ms: self.now_ms,
            expires_at_ms: proposal.expires_at_ms,
            ended_at_ms: 0,
        });
        if !self.rng.random_bool(UNNOTICED) {
            let at_ms = self.now_ms + self.reaction_ms();
            self.plan(at_ms, Event::Answers(offer_id));
        }
    }

    fn lapse(&mut self, offer_id: Uuid) {
        self.outcome.lapsed += 1;
        for offer in &mut self.offers {
            if offer.id == offer_id {
                offer.state = OfferState::Refused;
                offer.ended_at_ms = self.now_ms;
                if let Ok(tutor) = usize::try_from(offer.helper_id.as_u128()) {
                    self.tutors[tutor].missed += 1;
                }
            }
        }
        let misses_allowed = self.desk.misses_allowed();
        debug_assert!(
            self.tutors
                .iter()
                .all(|tutor| tutor.missed <= misses_allowed)
        );
    }
}
