//! Brings a tutor's availability in line with the facts. Every change goes through here.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_contracts::Problem;
use handup_contracts::v1::events::Actor;
use handup_contracts::v1::types::AvailabilityStatus;
use handup_runtime::ids;
use handup_store::{Error, WriteTx};
use uuid::Uuid;

use crate::App;
use crate::domain::availability;
use crate::handlers::event;
use crate::handlers::round::Round;
use crate::store::tutors::TutorRow;
use crate::store::{labs, presences, requests, tutors};

/// One look at the facts about a tutor in a lab. All ids and times are made beforehand, so that
/// running it again in another transaction does the same.
#[derive(Debug, Clone)]
pub(crate) struct Refresh {
    pub(crate) lab_id: Uuid,
    pub(crate) tutor_id: Uuid,
    /// Name to show, where the occasion tells it.
    pub(crate) tutor_name: Option<String>,
    /// The tutor's switch, where the occasion is that it was turned.
    pub(crate) switch: Option<bool>,
    /// Who caused it.
    pub(crate) actor: Actor,
    pub(crate) now_ms: i64,
    pub(crate) seen_since_ms: i64,
    pub(crate) longest_grace_ms: i64,
    pub(crate) row_id: Uuid,
    pub(crate) changed_id: Uuid,
    pub(crate) vanished_id: Uuid,
}

impl Refresh {
    /// A look caused by the platform itself.
    pub(crate) fn new(app: &App, lab_id: Uuid, tutor_id: Uuid) -> Self {
        let now_ms = app.clock.now_ms();
        Self {
            lab_id,
            tutor_id,
            tutor_name: None,
            switch: None,
            actor: event::platform(),
            now_ms,
            seen_since_ms: now_ms - app.config.presence_ms,
            longest_grace_ms: app.config.longest_grace_ms,
            row_id: ids::new_id(),
            changed_id: ids::new_id(),
            vanished_id: ids::new_id(),
        }
    }

    /// Does it in a transaction of its own.
    pub(crate) async fn commit(self, app: &App) -> Result<TutorRow, Problem> {
        let key = self.lab_id.to_string();
        let refresh = Arc::new(self);
        let row = app
            .store
            .write_tx(&key, move |tx| {
                let refresh = Arc::clone(&refresh);
                async move { refresh.run(tx).await }.boxed()
            })
            .await?;
        Ok(row)
    }

    /// Does it inside `tx`, and has offers follow.
    pub(crate) async fn run(&self, tx: &WriteTx) -> Result<TutorRow, Error> {
        let row = self.apply(tx).await?;
        Round {
            lab_id: self.lab_id,
            now_ms: self.now_ms,
        }
        .run(tx)
        .await?;
        Ok(row)
    }

    /// Does it inside `tx`; offers follow when the caller has done all it has to do.
    pub(crate) async fn apply(&self, tx: &WriteTx) -> Result<TutorRow, Error> {
        let lab = labs::lock(tx, self.lab_id).await?;
        let before = tutors::lock(tx, self.fresh_row()).await?;
        let mut row = before.clone();
        if let Some(name) = &self.tutor_name {
            row.tutor_name.clone_from(name);
        }
        if let Some(switched_on) = self.switch {
            row.switched_on = switched_on;
            row.missed = 0;
        }
        row.present = presences::seen(tx, self.lab_id, self.tutor_id, self.seen_since_ms).await?;
        if before.present && !row.present {
            row.absent_since_ms = self.now_ms;
        }
        let helped = requests::helped_by(tx, self.lab_id, self.tutor_id).await?;
        row.request_id = helped.as_ref().map(|request| request.request_id);
        if let Some(request) = helped {
            row.seat = request.seat;
        }
        let grace_ms = lab.grace_ms().min(self.longest_grace_ms);
        row.returns_at_ms = availability::returns_at(row.facts(), row.absent_since_ms, grace_ms);
        let overdue = row.returns_at_ms.is_some_and(|at| at <= self.now_ms);
        if overdue {
            // The sweep says it once; the request's own event then tells that the tutor helps no
            // longer. A repetition before that is harmless: nothing is held any more.
            row.returns_at_ms = None;
        }
        row.show_status(lab.opened_at_ms, self.now_ms);
        let shown = row.status != before.status
            || row.request_id != before.request_id
            || row.tutor_name != before.tutor_name
            || before.version == 0;
        if shown {
            row.version += 1;
            row.changed_at_ms = self.now_ms;
            let event = event::availability(
                self.changed_id,
                "changed",
                &row,
                self.actor.clone(),
                self.now_ms,
            );
            tx.emit(event);
        }
        if overdue {
            row.version += 1;
            let event = event::availability(
                self.vanished_id,
                "vanished",
                &row,
                self.actor.clone(),
                self.now_ms,
            );
            tx.emit(event);
        }
        if row != before {
            tutors::save(tx, &row).await?;
        }
        Ok(row)
    }

    fn fresh_row(&self) -> TutorRow {
        TutorRow {
            id: self.row_id,
            lab_id: self.lab_id,
            tutor_id: self.tutor_id,
            tutor_name: self.tutor_name.clone().unwrap_or_default(),
            switched_on: false,
            present: false,
            request_id: None,
            status: AvailabilityStatus::Offline.into(),
            absent_since_ms: self.now_ms,
            returns_at_ms: None,
            changed_at_ms: self.now_ms,
            version: 0,
            session_ms: 0,
            on_duty_ms: 0,
            helped_ms: 0,
            counted_to_ms: self.now_ms,
            last_offer_ms: 0,
            missed: 0,
            seat: String::new(),
        }
    }
}
