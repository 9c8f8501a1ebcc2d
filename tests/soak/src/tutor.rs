//! A tutor: takes what is offered, helps, and is ready for the next.

use std::time::Instant;

use handup_system_tests::Person;
use rand::rngs::StdRng;
use serde_json::json;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::page::{Offer, Page};
use crate::plan::Plan;
use crate::record::{Record, What};

/// A tutor of a lab, at work until the end.
pub(crate) struct Tutor {
    pub(crate) person: Person,
    pub(crate) page: Page,
    pub(crate) lab_number: usize,
    pub(crate) plan: Plan,
    pub(crate) rng: StdRng,
    pub(crate) record: Record,
}

impl Tutor {
    /// Works until the end. Gives the page back, which stays open.
    pub(crate) async fn work(mut self, mut end: watch::Receiver<bool>) -> Page {
        self.note("", What::Ready, Instant::now());
        let mut next = None;
        loop {
            let offer = match next.take() {
                Some(offer) => offer,
                None => tokio::select! {
                    offer = self.page.offers.recv() => offer.expect("the page stays open"),
                    _ = end.wait_for(|ended| *ended) => return self.page,
                },
            };
            if offer.state == "sent" {
                self.note(&offer.request_id, What::Offered, Instant::now());
                next = self.answer(&offer, &mut end).await;
            }
        }
    }

    /// Takes what is offered, and helps. Returns the next offer, if there is one already. Only
    /// waiting is cut short by the end: whoever calls gets the answer.
    async fn answer(&mut self, offer: &Offer, end: &mut watch::Receiver<bool>) -> Option<Offer> {
        let reaction = self.plan.reaction(&mut self.rng);
        let cut_short = async {
            tokio::select! {
                () = withdrawn(&mut self.page, offer) => true,
                _ = end.wait_for(|ended| *ended) => false,
            }
        };
        if let Ok(withdrawn) = timeout(reaction, cut_short).await {
            if withdrawn {
                self.note(&offer.request_id, What::OfferGone, Instant::now());
            }
            return None;
        }
        let called = Instant::now();
        let path = format!("/api/v1/offers/{}/accept", offer.id);
        let accepted = self.person.act(&path).await;
        match accepted.status.as_u16() {
            200 => self.note(&offer.request_id, What::Accepted, called),
            // The student was faster in giving up.
            409 => {
                self.note(&offer.request_id, What::OfferGone, called);
                return None;
            }
            _ => panic!("{accepted:?}"),
        }
        let help = self.plan.help(&mut self.rng);
        let cut_short = async {
            tokio::select! {
                next = another(&mut self.page) => Some(next),
                _ = end.wait_for(|ended| *ended) => None,
            }
        };
        if let Ok(next) = timeout(help, cut_short).await {
            if next.is_some() {
                // The student has given up while being helped, and somebody else needs help.
                self.note(&offer.request_id, What::OfferGone, Instant::now());
            }
            return next;
        }
        let called = Instant::now();
        let path = format!("/api/v1/requests/{}/complete", offer.request_id);
        let completed = self.person.post(&path, json!({})).await;
        match completed.status.as_u16() {
            200 => self.note(&offer.request_id, What::Completed, called),
            409 => self.note(&offer.request_id, What::OfferGone, called),
            _ => panic!("{completed:?}"),
        }
        None
    }

    fn note(&self, request: &str, what: What, called: Instant) {
        let who = &self.person.username;
        self.record
            .note(self.lab_number, who, request, what, called);
    }
}

/// Returns when the tutor is told that the offer has ended.
async fn withdrawn(page: &mut Page, offer: &Offer) {
    loop {
        let news = page.offers.recv().await.expect("the page stays open");
        if news.id == offer.id && news.state != "sent" {
            return;
        }
    }
}

/// The next offer.
async fn another(page: &mut Page) -> Offer {
    loop {
        let news = page.offers.recv().await.expect("the page stays open");
        if news.state == "sent" {
            return news;
        }
    }
}
