//! A student: asks once, and may reword it or give up.

use std::time::Instant;

use handup_system_tests::Person;
use reqwest::Method;
use serde_json::json;
use tokio::sync::watch;
use tokio::time::{timeout, timeout_at};

use crate::plan::{Mood, Visit};
use crate::record::{Record, What};

/// A student of a lab.
pub(crate) struct Student {
    pub(crate) person: Person,
    /// Path of the lab in the API.
    pub(crate) lab: String,
    pub(crate) lab_number: usize,
    pub(crate) seat: usize,
}

impl Student {
    /// Lives through one visit that begins counting at `begin`.
    pub(crate) async fn visit(
        self,
        visit: Visit,
        begin: tokio::time::Instant,
        record: Record,
        mut end: watch::Receiver<bool>,
    ) {
        if timeout_at(begin + visit.asks_at, end.wait_for(|ended| *ended))
            .await
            .is_ok()
        {
            return;
        }
        let (called, who) = (Instant::now(), self.person.username.clone());
        let seat = self.seat.to_string();
        let asked = self.person.ask(&self.lab, &seat, "once").await.ok();
        let id = asked["request"]["id"].as_str().expect("an id").to_owned();
        record.note(self.lab_number, &who, &id, What::Asked, called);
        if visit.mood == Mood::Waits {
            return;
        }
        if timeout(visit.mood_after, end.wait_for(|ended| *ended))
            .await
            .is_ok()
        {
            return;
        }
        let path = format!("/api/v1/requests/{id}");
        let called = Instant::now();
        if visit.mood == Mood::Edits {
            let words = json!({ "seat": seat, "description": "Said better." });
            let edited = self
                .person
                .send(Method::PATCH, &path, Some(words), None)
                .await;
            // Or a tutor is on the way already, or has been there.
            assert!([200, 409].contains(&edited.status.as_u16()), "{edited:?}");
            return;
        }
        let cancelled = self.person.act(&format!("{path}/cancel")).await;
        match cancelled.status.as_u16() {
            200 => record.note(self.lab_number, &who, &id, What::Cancelled, called),
            409 => {}
            _ => panic!("{cancelled:?}"),
        }
    }
}
