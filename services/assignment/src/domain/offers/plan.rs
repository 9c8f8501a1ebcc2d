//! What has to change, from all facts at one moment.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::{Desk, Facts, Fit, Helper, Need, Offer, OfferState, Score};

/// An offer to make.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The request.
    pub need_id: Uuid,
    /// Who is asked.
    pub helper_id: Uuid,
    /// 1 for the first asked.
    pub wave: i32,
    /// UTC milliseconds.
    pub expires_at_ms: i64,
    /// Why this helper.
    pub score: Score,
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Make this offer.
    Send(Proposal),
    /// The deadline has passed without an answer.
    Lapse {
        /// The offer.
        offer_id: Uuid,
    },
    /// Take the offer back.
    Withdraw {
        /// The offer.
        offer_id: Uuid,
        /// Why, as people may read it.
        reason: String,
    },
    /// Others have said yes before.
    Supersede {
        /// The offer.
        offer_id: Uuid,
        /// Who, as people may read it.
        reason: String,
    },
    /// Who stood by is needed now.
    Promote {
        /// The offer.
        offer_id: Uuid,
    },
    /// Who lets offers pass counts as away.
    SetAway {
        /// Whose switch is turned off.
        helper_id: Uuid,
    },
}

/// What to do now, and when to look again even if nothing happens.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// In the order in which they are to be done.
    pub actions: Vec<Action>,
    /// UTC milliseconds.
    pub look_at_ms: Option<i64>,
}

/// What has to change at `now_ms`. Doing it and looking again at the same moment finds nothing
/// more to do.
#[must_use]
pub fn plan<D: Desk>(desk: &D, facts: &Facts<D::Need, D::Helper>, now_ms: i64) -> Plan {
    let mut round = Round::new(desk, facts, now_ms);
    round.count_claims();
    round.promote();
    for offer in facts.offers.iter() {
        if offer.state == OfferState::Sent {
            round.review(offer);
        }
    }
    if desk.halted().is_none() {
        round.ask();
    }
    round.plan
}

struct Round<'f, D: Desk> {
    desk: &'f D,
    facts: &'f Facts<D::Need, D::Helper>,
    now_ms: i64,
    needs: HashMap<Uuid, &'f Need<D::Need>>,
    helpers: HashMap<Uuid, &'f Helper<D::Helper>>,
    /// Yeses on their way to the service that owns the request.
    claims: HashMap<Uuid, usize>,
    /// Offers that wait for an answer after this round.
    open: HashMap<Uuid, usize>,
    /// Who has something to decide or to do.
    occupied: HashSet<Uuid>,
    /// Requests with helpers who have let the deadline pass just now.
    lapsed: HashSet<(Uuid, Uuid)>,
    plan: Plan,
}

impl<'f, D: Desk> Round<'f, D> {
    fn new(desk: &'f D, facts: &'f Facts<D::Need, D::Helper>, now_ms: i64) -> Self {
        Self {
            desk,
            facts,
            now_ms,
            needs: facts.needs.iter().map(|need| (need.id, need)).collect(),
            helpers: facts
                .helpers
                .iter()
                .map(|helper| (helper.id, helper))
                .collect(),
            claims: HashMap::new(),
            open: HashMap::new(),
            occupied: HashSet::new(),
            lapsed: HashSet::new(),
            plan: Plan::default(),
        }
    }

    fn count_claims(&mut self) {
        for offer in &self.facts.offers {
            if offer.state == OfferState::Claiming {
                *self.claims.entry(offer.need_id).or_default() += 1;
                self.occupied.insert(offer.helper_id);
            }
        }
    }

    /// Who stood by first is needed first.
    fn promote(&mut self) {
        let mut standby: Vec<&Offer> = self
            .facts
            .offers
            .iter()
            .filter(|offer| offer.state == OfferState::Standby)
            .collect();
        standby.sort_by_key(|offer| (offer.ended_at_ms, offer.id));
        for offer in standby {
            match self.needs.get(&offer.need_id) {
                Some(need) if need.ended.is_none() => {
                    if self.missing(need) > 0 {
                        *self.claims.entry(need.id).or_default() += 1;
                        self.occupied.insert(offer.helper_id);
                        self.plan
                            .actions
                            .push(Action::Promote { offer_id: offer.id });
                    }
                }
                ended => {
                    let reason = ended
                        .and_then(|need| need.ended.clone())
                        .unwrap_or_else(over);
                    self.plan.actions.push(Action::Supersede {
                        offer_id: offer.id,
                        reason,
                    });
                }
            }
        }
    }

    /// Whether an offer that waits for an answer still stands.
    fn review(&mut self, offer: &Offer) {
        if let Some(end) = self.end_of(offer) {
            let lapsed = matches!(end, Action::Lapse { .. });
            self.plan.actions.push(end);
            if lapsed {
                self.missed(offer);
            }
            return;
        }
        self.occupied.insert(offer.helper_id);
        *self.open.entry(offer.need_id).or_default() += 1;
        self.look_at(offer.expires_at_ms);
    }

    /// The helper has let the deadline pass.
    fn missed(&mut self, offer: &Offer) {
        self.lapsed.insert((offer.need_id, offer.helper_id));
        let allowed = self.desk.misses_allowed();
        let helper = self.helpers.get(&offer.helper_id);
        if helper.is_some_and(|helper| helper.missed + 1 >= allowed) {
            self.occupied.insert(offer.helper_id);
            self.plan.actions.push(Action::SetAway {
                helper_id: offer.helper_id,
            });
        }
    }

    fn end_of(&mut self, offer: &Offer) -> Option<Action> {
        let withdraw = |reason: String| {
            Some(Action::Withdraw {
                offer_id: offer.id,
                reason,
            })
        };
        let Some(need) = self.needs.get(&offer.need_id).copied() else {
            return withdraw(over());
        };
        if let Some(reason) = &need.ended {
            return withdraw(reason.clone());
        }
        if self.missing(need) == 0 {
            let reason = match &need.taken_by {
                Some(name) => format!("{name} took it."),
                None => "Somebody else took it.".to_owned(),
            };
            return Some(Action::Supersede {
                offer_id: offer.id,
                reason,
            });
        }
        if let Some(reason) = self.desk.halted() {
            return withdraw(reason);
        }
        if self.desk.callable_at_ms(need) > self.now_ms {
            return withdraw("The request waits for a while.".to_owned());
        }
        let Some(helper) = self.helpers.get(&offer.helper_id) else {
            return withdraw("The tutor is not here any more.".to_owned());
        };
        match self.desk.fit(need, helper, offer.wave, self.now_ms) {
            Fit::No(reason) => return withdraw(reason),
            Fit::KeepUntil(until) => self.look_at(until),
            Fit::Ask => {}
        }
        (offer.expires_at_ms <= self.now_ms).then_some(Action::Lapse { offer_id: offer.id })
    }

    /// Asks helpers for all requests that miss some, in the order in which they are served.
    fn ask(&mut self) {
        let mut needs: Vec<&Need<D::Need>> = self
            .facts
            .needs
            .iter()
            .filter(|need| need.ended.is_none())
            .collect();
        needs.sort_by_key(|need| (need.place, need.id));
        for need in needs {
            let free = |helper: &Helper<D::Helper>| !self.occupied.contains(&helper.id);
            if !self.facts.helpers.iter().any(free) {
                break;
            }
            let missing = self.missing(need);
            // A wave goes out when the one before it has been answered.
            if missing == 0 || self.open.contains_key(&need.id) {
                continue;
            }
            let callable_at_ms = self.desk.callable_at_ms(need);
            if callable_at_ms > self.now_ms {
                self.look_at(callable_at_ms);
                continue;
            }
            self.ask_about(need, missing);
        }
    }

    fn ask_about(&mut self, need: &'f Need<D::Need>, missing: usize) {
        let before: Vec<&Offer> = self
            .facts
            .offers
            .iter()
            .filter(|offer| offer.need_id == need.id)
            .collect();
        let wave = 1 + before.iter().map(|offer| offer.wave).max().unwrap_or(0);
        let mut candidates = Vec::new();
        for helper in &self.facts.helpers {
            let suits = self.desk.fit(need, helper, wave, self.now_ms) == Fit::Ask;
            if !suits || self.occupied.contains(&helper.id) {
                continue;
            }
            let refusals = before
                .iter()
                .filter(|offer| offer.helper_id == helper.id && offer.state == OfferState::Refused);
            let refused = refusals.clone().count();
            let refused_at_ms = if self.lapsed.contains(&(need.id, helper.id)) {
                Some(self.now_ms)
            } else {
                refusals.map(|offer| offer.ended_at_ms).max()
            };
            let rests_until = refused_at_ms.map(|at_ms| at_ms + self.desk.rest_ms());
            match rests_until {
                Some(until) if until > self.now_ms => self.look_at(until),
                _ => {
                    let score = self.desk.score(need, helper, self.now_ms);
                    candidates.push((refused, score, helper.id));
                }
            }
        }
        // Who has never refused comes before who has; then the score; then the id, so that every
        // replica finds the same.
        candidates.sort_by(|(a_refused, a_score, a_id), (b_refused, b_score, b_id)| {
            a_refused
                .cmp(b_refused)
                .then_with(|| a_score.order(b_score))
                .then_with(|| a_id.cmp(b_id))
        });
        let expires_at_ms = self.now_ms + self.desk.answer_ms(need, wave);
        let size = self.desk.wave_size(need, missing, wave);
        for (_, score, helper_id) in candidates.into_iter().take(size) {
            self.occupied.insert(helper_id);
            *self.open.entry(need.id).or_default() += 1;
            self.look_at(expires_at_ms);
            self.plan.actions.push(Action::Send(Proposal {
                need_id: need.id,
                helper_id,
                wave,
                expires_at_ms,
                score,
            }));
        }
    }

    fn missing(&self, need: &Need<D::Need>) -> usize {
        let claims = self.claims.get(&need.id).copied().unwrap_or(0);
        need.wanted.saturating_sub(need.committed + claims)
    }

    fn look_at(&mut self, at_ms: i64) {
        let at_ms = self.plan.look_at_ms.map_or(at_ms, |known| known.min(at_ms));
        self.plan.look_at_ms = Some(at_ms);
    }
}

fn over() -> String {
    "The request has ended.".to_owned()
}
