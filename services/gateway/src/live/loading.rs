//! Reading from the services what is shown.

use std::sync::Arc;
use std::time::Duration;

use handup_bus::Caller;
use handup_contracts::v1::assignment::{
    ListAvailabilityRequest, ListMyOffersRequest, methods as assignment,
};
use handup_contracts::v1::auth::{GetRoleRequest, methods as auth};
use handup_contracts::v1::notification::{ListRequest, methods as notification};
use handup_contracts::v1::request::{
    GetLabRequest, ListRevisionsRequest, WatchQueueRequest, methods as request,
};
use handup_contracts::v1::types::Role;
use handup_contracts::{Code, Problem};
use uuid::Uuid;

use crate::domain::picture::Queue;
use crate::live::hub::Hub;
use crate::live::lab::WatchedLab;
use crate::model::account;
use crate::model::notification::NotificationPage;
use crate::model::offer::Offer;
use crate::model::{all, present};

/// Notifications in the first picture of `me`.
const NEWEST: i32 = 20;
/// Labs asked for at once.
const LABS_AT_ONCE: usize = 500;
/// Pause before something that was not possible is tried again.
const RETRY: Duration = Duration::from_millis(500);
/// Staff in whose name reading the tutors is tried.
const TRIES: usize = 3;

/// The gateway ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ending;

impl Hub {
    /// The role of the caller in a lab, for showing it.
    pub(crate) async fn role(
        &self,
        caller: &Caller,
        lab_id: Uuid,
    ) -> Result<account::Role, Problem> {
        let question = GetLabRequest {
            lab_id: lab_id.to_string(),
        };
        let reply = self.bus.call(request::GetLab, caller, &question).await?;
        present(reply.lab, "the lab")?.role().try_into()
    }

    /// The role of the caller in a lab right after it may have changed: auth knows it first.
    pub(crate) async fn role_now(
        &self,
        caller: &Caller,
        lab_id: Uuid,
    ) -> Result<account::Role, Problem> {
        let question = GetRoleRequest {
            lab_id: lab_id.to_string(),
        };
        let reply = self.bus.call(auth::GetRole, caller, &question).await?;
        match reply.role() {
            Role::Unspecified => Err(Problem::not_found("You don't belong to this lab any more.")),
            role => role.try_into(),
        }
    }

    /// What the caller was told last.
    pub(crate) async fn notifications(&self, caller: &Caller) -> Result<NotificationPage, Problem> {
        let question = ListRequest {
            page_size: NEWEST,
            ..ListRequest::default()
        };
        self.bus
            .call(notification::List, caller, &question)
            .await?
            .try_into()
    }

    /// What waits for the caller's answer.
    pub(crate) async fn offers(&self, caller: &Caller) -> Result<Vec<Offer>, Problem> {
        let question = ListMyOffersRequest {};
        let reply = self
            .bus
            .call(assignment::ListMyOffers, caller, &question)
            .await?;
        all(reply.offers)
    }

    /// Sees to it that a lab can be shown; with its tutors if `staff` asks.
    pub(crate) async fn load(
        self: &Arc<Self>,
        lab: &Arc<WatchedLab>,
        staff: Option<&Caller>,
    ) -> Result<(), Problem> {
        if lab.is_loaded() && (staff.is_none() || lab.knows_tutors()) {
            return Ok(());
        }
        // Those who come meanwhile wait here and then find it done.
        let _reading = lab.reading.lock().await;
        if !lab.is_loaded() {
            self.read_queue(lab).await?;
        }
        if let Some(staff) = staff
            && !lab.knows_tutors()
        {
            self.read_tutors(lab, staff).await?;
        }
        Ok(())
    }

    /// Reads the queue of a watched lab anew. What can't be read now is tried again when revisions
    /// are compared.
    pub(crate) async fn read_again(self: &Arc<Self>, lab: &Arc<WatchedLab>) {
        let _reading = lab.reading.lock().await;
        if let Err(error) = self.read_queue(lab).await {
            tracing::warn!(%error, lab = %lab.id, "a queue could not be read anew");
        }
    }

    /// Reads everything about a watched lab anew, and tries until it is read.
    pub(crate) async fn read_all_again(self: &Arc<Self>, lab: &Arc<WatchedLab>) {
        // Staff that comes later reads the tutors, should there be none now.
        lab.forget_tutors();
        loop {
            let reading = lab.reading.lock().await;
            let read = match self.read_queue(lab).await {
                Ok(()) => self.read_tutors_as_staff(lab).await,
                Err(problem) => Err(problem),
            };
            drop(reading);
            match read {
                Ok(()) => return,
                Err(error) => tracing::warn!(%error, lab = %lab.id, "not read anew yet"),
            }
            if self.pause().await.is_err() {
                return;
            }
        }
    }

    /// Waits before the next try.
    ///
    /// # Errors
    /// If the gateway ends.
    pub(crate) async fn pause(&self) -> Result<(), Ending> {
        match tokio::time::timeout(RETRY, self.tasks.requested()).await {
            Ok(()) => Err(Ending),
            Err(_) => Ok(()),
        }
    }

    /// Reads the tutors in the name of staff that watches, if there is any.
    async fn read_tutors_as_staff(&self, lab: &WatchedLab) -> Result<(), Problem> {
        for staff in lab.staff_callers().iter().take(TRIES) {
            match self.read_tutors(lab, staff).await {
                // No longer staff, or no longer logged in: the next one may be.
                Err(error) if error.code != Code::Unavailable => {
                    tracing::debug!(%error, lab = %lab.id, "not read in this name");
                }
                done => return done,
            }
        }
        Ok(())
    }

    /// Compares the revisions of all watched labs with the services', so that even a missed last
    /// change is found.
    pub(crate) async fn compare(self: &Arc<Self>) -> Result<(), Problem> {
        let labs = self.labs();
        for labs in labs.chunks(LABS_AT_ONCE) {
            let question = ListRevisionsRequest {
                lab_ids: labs.iter().map(|lab| lab.id.to_string()).collect(),
            };
            let caller = self.own_caller()?;
            let reply = self
                .bus
                .call(request::ListRevisions, &caller, &question)
                .await?;
            for (lab, revision) in labs.iter().zip(reply.revisions) {
                if lab.expect(revision) {
                    self.plan_look(Arc::clone(lab));
                }
            }
        }
        Ok(())
    }

    async fn read_queue(self: &Arc<Self>, lab: &Arc<WatchedLab>) -> Result<(), Problem> {
        let question = WatchQueueRequest {
            lab_id: lab.id.to_string(),
        };
        let caller = self.own_caller()?;
        let reply = self
            .bus
            .call(request::WatchQueue, &caller, &question)
            .await?;
        let queue = Queue::new(present(reply.lab, "the lab")?, reply.requests);
        if lab.install(queue)? {
            self.plan_look(Arc::clone(lab));
        }
        Ok(())
    }

    async fn read_tutors(&self, lab: &WatchedLab, staff: &Caller) -> Result<(), Problem> {
        let question = ListAvailabilityRequest {
            lab_id: lab.id.to_string(),
        };
        let reply = self
            .bus
            .call(assignment::ListAvailability, staff, &question)
            .await?;
        lab.install_tutors(&reply.availabilities)
    }
}
