//! Everything that is watched through this process.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use handup_bus::{Bus, Caller};
use handup_contracts::Problem;
use handup_contracts::events::{DESK_LAB, DESK_PERSON, DESK_PLATFORM};
use handup_contracts::v1::events::Event;
use handup_contracts::v1::events::event::State;
use handup_identity::ServiceTokens;
use handup_runtime::{Shutdown, ids};
use tokio::sync::Notify;
use tokio::time::Instant;
use uuid::Uuid;

use crate::config::LiveSettings;
use crate::domain::picture::Change;
use crate::domain::view::View;
use crate::live::figures;
use crate::live::lab::{WatchedLab, Watcher};
use crate::live::people::People;
use crate::live::sending::Cause;
use crate::live::statistics::Statistics;
use crate::live::threads::SocketThreads;
use crate::model;

/// The name under which the gateway calls for itself.
const SERVICE: &str = "gateway";

/// Everything that is watched through this process.
pub(crate) struct Hub {
    pub(crate) settings: LiveSettings,
    pub(crate) bus: Bus,
    pub(crate) people: People,
    pub(crate) statistics: Statistics,
    /// Who of the staff watches has changed.
    pub(crate) presence_changed: Notify,
    /// Names this process in reports of presence.
    pub(crate) gateway_id: String,
    /// Ends with the gateway; waited for: the sockets and what works for them.
    pub(crate) tasks: Shutdown,
    /// Where sockets are served.
    pub(crate) threads: SocketThreads,
    services: ServiceTokens,
    labs: Mutex<HashMap<Uuid, Arc<WatchedLab>>>,
    sockets: AtomicU64,
}

impl Hub {
    pub(crate) fn new(settings: LiveSettings, bus: Bus, services: ServiceTokens) -> Self {
        figures::start();
        Self {
            statistics: Statistics::new(Duration::from_millis(settings.statistics_ms)),
            bus,
            people: People::default(),
            presence_changed: Notify::new(),
            gateway_id: ids::new_id().to_string(),
            tasks: Shutdown::new(),
            threads: SocketThreads::start(settings.threads),
            settings,
            services,
            labs: Mutex::default(),
            sockets: AtomicU64::new(1),
        }
    }

    /// A number no other socket of this process has.
    pub(crate) fn next_socket(&self) -> u64 {
        self.sockets.fetch_add(1, Ordering::Relaxed)
    }

    /// For calls in the name of the gateway itself.
    pub(crate) fn own_caller(&self) -> Result<Caller, Problem> {
        Ok(Caller::bearer(&self.services.issue(SERVICE)?))
    }

    /// The lab, loaded or not. As long as somebody holds it, it is kept.
    pub(crate) fn lab(&self, id: Uuid) -> Arc<WatchedLab> {
        let history = self.settings.history;
        let new = || Arc::new(WatchedLab::new(id, history));
        Arc::clone(self.lock().entry(id).or_insert_with(new))
    }

    /// All labs that are watched, or were a moment ago.
    pub(crate) fn labs(&self) -> Vec<Arc<WatchedLab>> {
        self.lock().values().cloned().collect()
    }

    /// Forgets the labs that nobody has watched for a while.
    pub(crate) fn forget_unwatched(&self) {
        let linger = Duration::from_millis(self.settings.linger_ms);
        let Some(moment) = Instant::now().checked_sub(linger) else {
            return;
        };
        // Whoever is about to watch holds a second reference, taken under the same lock.
        self.lock()
            .retain(|_, lab| Arc::strong_count(lab) > 1 || !lab.is_unwatched_since(moment));
    }

    /// Shows a lab to a socket from now on.
    pub(crate) fn attach(
        &self,
        lab: &WatchedLab,
        socket: u64,
        watcher: Watcher,
        since: Option<i64>,
    ) -> Result<(), Problem> {
        let is_staff = watcher.view == View::Staff;
        lab.attach(socket, watcher, since)?;
        if is_staff {
            self.presence_changed.notify_one();
        }
        Ok(())
    }

    /// Shows a lab to a socket no longer.
    pub(crate) fn detach(&self, lab: &WatchedLab, socket: u64, view: View) {
        if lab.detach(socket, view) && view == View::Staff {
            self.presence_changed.notify_one();
        }
    }

    /// Passes an event on to whom it concerns.
    pub(crate) fn on_event(
        self: &Arc<Self>,
        event: Event,
        cause: Cause<'_>,
    ) -> Result<(), Problem> {
        match (event.desk.as_str(), event.state.as_ref()) {
            (DESK_LAB, Some(State::Availability(tutor))) => match self.watched(&event.scope_id)? {
                Some(lab) => lab.on_tutor(tutor, cause),
                None => Ok(()),
            },
            (DESK_LAB, Some(State::Offer(offer))) => self.people.on_offer(offer.clone(), cause),
            (DESK_LAB, _) => {
                let Some(lab) = self.watched(&event.scope_id)? else {
                    return Ok(());
                };
                let Some(change) = Change::of(&event) else {
                    return Ok(());
                };
                if lab.on_change(change, cause)? {
                    self.plan_look(lab);
                }
                Ok(())
            }
            (DESK_PERSON, Some(State::Notification(notification))) => {
                self.people.on_notification(notification.clone(), cause)
            }
            (DESK_PLATFORM, Some(State::Membership(membership))) => {
                self.people.on_membership(membership.clone(), cause)
            }
            _ => Ok(()),
        }
    }

    /// Looks soon whether a change of `lab` is still missing, and reads the queue anew if so.
    pub(crate) fn plan_look(self: &Arc<Self>, lab: Arc<WatchedLab>) {
        let hub = Arc::clone(self);
        self.tasks.spawn(async move {
            let pause = Duration::from_millis(hub.settings.gap_ms);
            let ending = tokio::time::timeout(pause, hub.tasks.requested())
                .await
                .is_ok();
            if !ending && lab.look() {
                hub.read_again(&lab).await;
            }
        });
    }

    fn watched(&self, lab_id: &str) -> Result<Option<Arc<WatchedLab>>, Problem> {
        let id = model::id(lab_id)?;
        Ok(self.lock().get(&id).cloned())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Arc<WatchedLab>>> {
        self.labs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
