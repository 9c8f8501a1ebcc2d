//! Any order of events, on a desk that asks several helpers at once.

use std::collections::HashMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const ANSWER_MS: i64 = 30;
const REST_MS: i64 = 60;

/// A desk whose waves ask one more than is missing, so that there are surplus yeses.
struct WideDesk {
    halted: bool,
}

impl Desk for WideDesk {
    type Need = ();
    type Helper = bool;

    fn halted(&self) -> Option<String> {
        self.halted.then(|| "halted".to_owned())
    }

    fn callable_at_ms(&self, _: &Need<()>) -> i64 {
        0
    }

    fn fit(&self, _: &Need<()>, helper: &Helper<bool>, _: i32, _: i64) -> Fit {
        if helper.detail {
            Fit::Ask
        } else {
            Fit::No("away".to_owned())
        }
    }

    fn score(&self, _: &Need<()>, helper: &Helper<bool>, _: i64) -> Score {
        Score(vec![Part {
            name: "missed",
            value: helper.missed.into(),
        }])
    }

    fn wave_size(&self, _: &Need<()>, missing: usize, _: i32) -> usize {
        missing + 1
    }

    fn answer_ms(&self, _: &Need<()>, _: i32) -> i64 {
        ANSWER_MS
    }

    fn rest_ms(&self) -> i64 {
        REST_MS
    }

    fn misses_allowed(&self) -> u32 {
        2
    }
}

/// What can happen.
#[derive(Debug, Clone)]
enum Event {
    Asked { wanted: usize },
    Ended { need: usize },
    Switched { helper: usize, on: bool },
    Halted(bool),
    Passed(i64),
    Accepted { offer: usize },
    Declined { offer: usize },
    Confirmed,
    Refused,
    PutBack { need: usize },
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (1_usize..3).prop_map(|wanted| Event::Asked { wanted }),
        1 => any::<usize>().prop_map(|need| Event::Ended { need }),
        2 => (any::<usize>(), prop::bool::weighted(0.8))
            .prop_map(|(helper, on)| Event::Switched { helper, on }),
        1 => prop::bool::weighted(0.2).prop_map(Event::Halted),
        2 => (1_i64..50).prop_map(Event::Passed),
        3 => any::<usize>().prop_map(|offer| Event::Accepted { offer }),
        2 => any::<usize>().prop_map(|offer| Event::Declined { offer }),
        3 => Just(Event::Confirmed),
        1 => Just(Event::Refused),
        1 => any::<usize>().prop_map(|need| Event::PutBack { need }),
    ]
}

struct World {
    desk: WideDesk,
    facts: Facts<(), bool>,
    now_ms: i64,
    ids: u128,
    sent: HashMap<Uuid, usize>,
}

impl World {
    fn new() -> Self {
        let helpers = (1..=4).map(|number| Helper {
            id: Uuid::from_u128(number),
            missed: 0,
            detail: true,
        });
        Self {
            desk: WideDesk { halted: false },
            facts: Facts {
                needs: Vec::new(),
                helpers: helpers.collect(),
                offers: Vec::new(),
            },
            now_ms: 1_000,
            ids: 100,
            sent: HashMap::new(),
        }
    }

    fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    fn in_state(&self, state: OfferState) -> Vec<usize> {
        let offers = self.facts.offers.iter().enumerate();
        offers
            .filter(|(_, offer)| offer.state == state)
            .map(|(index, _)| index)
            .collect()
    }

    fn need_of(&mut self, offer: usize) -> &mut Need<()> {
        let id = self.facts.offers[offer].need_id;
        self.facts
            .needs
            .iter_mut()
            .find(|need| need.id == id)
            .unwrap()
    }

    fn missing(&self, need: &Need<()>) -> usize {
        let claims = self
            .facts
            .offers
            .iter()
            .filter(|offer| offer.need_id == need.id && offer.state == OfferState::Claiming);
        need.wanted.saturating_sub(need.committed + claims.count())
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Asked { wanted } => {
                let id = self.id();
                let place = i64::try_from(self.ids).unwrap();
                self.facts.needs.push(Need {
                    id,
                    place,
                    wanted,
                    committed: 0,
                    ended: None,
                    taken_by: None,
                    detail: (),
                });
            }
            Event::Ended { need } => {
                if let Some(need) = pick(&mut self.facts.needs, need) {
                    need.ended = Some("ended".to_owned());
                }
            }
            Event::Switched { helper, on } => {
                if let Some(helper) = pick(&mut self.facts.helpers, helper) {
                    helper.detail = on;
                    helper.missed = 0;
                }
            }
            Event::Halted(halted) => self.desk.halted = halted,
            Event::Passed(passed) => self.now_ms += passed,
            Event::Accepted { offer } => self.accept(offer),
            Event::Declined { offer } => {
                let sent = self.in_state(OfferState::Sent);
                if !sent.is_empty() {
                    let offer = sent[offer % sent.len()];
                    self.end(offer, OfferState::Refused);
                }
            }
            Event::Confirmed => {
                if let Some(offer) = self.in_state(OfferState::Claiming).first().copied() {
                    self.need_of(offer).committed += 1;
                    self.facts.offers.remove(offer);
                }
            }
            Event::Refused => {
                if let Some(offer) = self.in_state(OfferState::Claiming).first().copied() {
                    self.facts.offers.remove(offer);
                }
            }
            Event::PutBack { need } => {
                if let Some(need) = pick(&mut self.facts.needs, need) {
                    need.committed = need.committed.saturating_sub(1);
                }
            }
        }
    }

    fn accept(&mut self, offer: usize) {
        let sent = self.in_state(OfferState::Sent);
        if sent.is_empty() {
            return;
        }
        let offer = sent[offer % sent.len()];
        let need = self.need_of(offer).clone();
        let state = if self.missing(&need) == 0 {
            OfferState::Standby
        } else {
            OfferState::Claiming
        };
        self.end(offer, state);
    }

    fn end(&mut self, offer: usize, state: OfferState) {
        self.facts.offers[offer].state = state;
        self.facts.offers[offer].ended_at_ms = self.now_ms;
    }

    fn index(&self, offer_id: Uuid) -> usize {
        let mut offers = self.facts.offers.iter();
        offers.position(|offer| offer.id == offer_id).unwrap()
    }

    fn carry_out(&mut self, plan: Plan) {
        for action in plan.actions {
            match action {
                Action::Send(proposal) => {
                    *self.sent.entry(proposal.need_id).or_default() += 1;
                    let id = self.id();
                    self.facts.offers.push(Offer {
                        id,
                        need_id: proposal.need_id,
                        helper_id: proposal.helper_id,
                        state: OfferState::Sent,
                        wave: proposal.wave,
                        sent_at_ms: self.now_ms,
                        expires_at_ms: proposal.expires_at_ms,
                        ended_at_ms: 0,
                    });
                }
                Action::Lapse { offer_id } => {
                    let offer = self.index(offer_id);
                    self.end(offer, OfferState::Refused);
                    let helper_id = self.facts.offers[offer].helper_id;
                    let mut helpers = self.facts.helpers.iter_mut();
                    helpers
                        .find(|helper| helper.id == helper_id)
                        .unwrap()
                        .missed += 1;
                }
                Action::Withdraw { offer_id, .. } | Action::Supersede { offer_id, .. } => {
                    let offer = self.index(offer_id);
                    self.facts.offers.remove(offer);
                }
                Action::Promote { offer_id } => {
                    let offer = self.index(offer_id);
                    self.facts.offers[offer].state = OfferState::Claiming;
                }
                Action::SetAway { helper_id } => {
                    let mut helpers = self.facts.helpers.iter_mut();
                    let helper = helpers.find(|helper| helper.id == helper_id).unwrap();
                    helper.detail = false;
                    helper.missed = 0;
                }
            }
        }
    }

    fn check(&self, look_at_ms: Option<i64>) -> Result<(), TestCaseError> {
        let sent: Vec<&Offer> = self
            .facts
            .offers
            .iter()
            .filter(|offer| offer.state == OfferState::Sent)
            .collect();
        for offer in &sent {
            let same = sent
                .iter()
                .filter(|other| other.helper_id == offer.helper_id);
            prop_assert_eq!(same.count(), 1, "nobody decides on two requests at once");
            prop_assert!(offer.expires_at_ms > self.now_ms, "no deadline is missed");
            prop_assert!(look_at_ms.is_some_and(|at| at <= offer.expires_at_ms));
            let need = self
                .facts
                .needs
                .iter()
                .find(|need| need.id == offer.need_id);
            let need = need.unwrap();
            prop_assert!(need.ended.is_none() && self.missing(need) > 0 && !self.desk.halted);
            let helper = self
                .facts
                .helpers
                .iter()
                .find(|one| one.id == offer.helper_id);
            prop_assert!(helper.unwrap().detail, "only who is there is asked");
        }
        for need in &self.facts.needs {
            let claims =
                self.facts.offers.iter().filter(|offer| {
                    offer.need_id == need.id && offer.state == OfferState::Claiming
                });
            prop_assert!(
                claims.count() <= need.wanted,
                "nobody is promised what is taken"
            );
        }
        self.check_nobody_waits_in_vain()
    }

    fn check_nobody_waits_in_vain(&self) -> Result<(), TestCaseError> {
        let busy = |helper: &Helper<bool>| {
            self.facts.offers.iter().any(|offer| {
                offer.helper_id == helper.id
                    && matches!(offer.state, OfferState::Sent | OfferState::Claiming)
            })
        };
        for need in &self.facts.needs {
            let asked = |helper: &Helper<bool>| {
                self.facts
                    .offers
                    .iter()
                    .any(|offer| offer.helper_id == helper.id && offer.need_id == need.id)
            };
            let waiting = need.ended.is_none() && self.missing(need) > 0 && !self.desk.halted;
            let open = self
                .facts
                .offers
                .iter()
                .any(|offer| offer.need_id == need.id && offer.state == OfferState::Sent);
            let free = self
                .facts
                .helpers
                .iter()
                .any(|helper| helper.detail && !busy(helper) && !asked(helper));
            prop_assert!(!(waiting && !open && free), "a free helper is asked");
        }
        Ok(())
    }
}

fn pick<T>(list: &mut [T], number: usize) -> Option<&mut T> {
    let length = list.len();
    if length == 0 {
        return None;
    }
    list.get_mut(number % length)
}

proptest! {
    #[test]
    fn any_order_of_events_keeps_every_promise(events in prop::collection::vec(event(), 1..80)) {
        let mut world = World::new();
        for event in events {
            world.happen(event);
            let first = plan(&world.desk, &world.facts, world.now_ms);
            world.carry_out(first);
            let second = plan(&world.desk, &world.facts, world.now_ms);
            prop_assert_eq!(&second.actions, &Vec::new(), "looking again finds nothing to do");
            world.check(second.look_at_ms)?;
        }
    }

    #[test]
    fn the_plan_does_not_depend_on_the_order_of_the_rows(
        events in prop::collection::vec(event(), 1..30), seed in any::<u64>()
    ) {
        let mut world = World::new();
        for event in events {
            world.happen(event);
            let first = plan(&world.desk, &world.facts, world.now_ms);
            world.carry_out(first);
        }
        world.happen(Event::Asked { wanted: 2 });
        let mut turned = world.facts.clone();
        turned.needs.reverse();
        let by = usize::try_from(seed % 4).unwrap();
        turned.helpers.rotate_left(by);
        let one = plan(&world.desk, &world.facts, world.now_ms);
        let other = plan(&world.desk, &turned, world.now_ms);
        prop_assert_eq!(one, other);
    }
}
