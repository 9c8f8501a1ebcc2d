//! Listens to what happens.

use std::sync::Arc;
use std::time::Duration;

use async_nats::{Message, Subscriber};
use futures::StreamExt as _;
use handup_bus::Link;
use handup_contracts::v1::events::Event;
use handup_contracts::{Message as _, Problem, events, headers};
use handup_runtime::Shutdown;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, MissedTickBehavior};
use uuid::Uuid;

use crate::live::hub::Hub;
use crate::live::sending::Cause;

/// Pause before the next try to subscribe at start.
const START_RETRY: Duration = Duration::from_millis(250);
/// How long one try may take.
const START_PATIENCE: Duration = Duration::from_secs(3);

/// The subscriptions that feed all sockets of this process.
pub(crate) struct Feeds {
    events: Subscriber,
    hints: Subscriber,
}

impl Hub {
    /// Subscribes, for as long as NATS is not there yet. Nothing if the end came first.
    pub(crate) async fn listen(&self, shutdown: &Shutdown) -> Option<Feeds> {
        loop {
            match tokio::time::timeout(START_PATIENCE, self.subscribe()).await {
                Ok(Ok(feeds)) => return Some(feeds),
                Ok(Err(error)) => tracing::warn!(%error, "waiting for NATS"),
                Err(_) => tracing::warn!("waiting for NATS"),
            }
            if tokio::time::timeout(START_RETRY, shutdown.requested())
                .await
                .is_ok()
            {
                return None;
            }
        }
    }

    async fn subscribe(&self) -> Result<Feeds, Problem> {
        let prefix = self.bus.prefix();
        Ok(Feeds {
            events: self.bus.subscribe(events::all(prefix)).await?,
            hints: self
                .bus
                .subscribe(events::all_statistics_hints(prefix))
                .await?,
        })
    }

    /// Relays until shutdown.
    pub(crate) async fn relay(
        self: Arc<Self>,
        mut feeds: Feeds,
        shutdown: Shutdown,
    ) -> Result<(), Problem> {
        let ended = |what| Problem::internal(format!("the subscription of {what} ended by itself"));
        let mut links = self.bus.links();
        let mut missed = false;
        let mut compare =
            tokio::time::interval(Duration::from_millis(self.settings.compare_ms.max(1)));
        compare.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                () = shutdown.requested() => return Ok(()),
                message = feeds.events.next() => {
                    self.on_message(&message.ok_or_else(|| ended("events"))?);
                }
                hint = feeds.hints.next() => {
                    self.on_hint(&hint.ok_or_else(|| ended("hints"))?);
                }
                link = links.recv() => match link {
                    Ok(Link::Down) => missed = true,
                    Ok(Link::Up) if missed => {
                        missed = false;
                        self.begin_anew();
                    }
                    Ok(Link::Up) => {}
                    Ok(Link::Lost) | Err(RecvError::Lagged(_)) => self.begin_anew(),
                    Err(RecvError::Closed) => return Err(ended("links")),
                },
                _ = compare.tick() => {
                    self.forget_unwatched();
                    let hub = Arc::clone(&self);
                    self.tasks.spawn(async move {
                        if let Err(error) = hub.compare().await {
                            tracing::debug!(%error, "revisions could not be compared");
                        }
                    });
                }
            }
        }
    }

    fn on_message(self: &Arc<Self>, message: &Message) {
        let replayed = message
            .headers
            .as_ref()
            .and_then(|map| map.get(headers::REPLAY));
        if replayed.is_some() {
            return;
        }
        let shown = Event::decode(message.payload.clone())
            .map_err(|err| Problem::internal(format!("unreadable event: {err}")))
            .and_then(|event| self.on_event(event, Cause::of(message)));
        if let Err(error) = shown {
            tracing::error!(%error, subject = %message.subject, "an event could not be shown");
        }
    }

    fn on_hint(self: &Arc<Self>, hint: &Message) {
        // `<prefix>.hint.lab.<lab id>.statistics`
        let lab_id = hint
            .subject
            .rsplit('.')
            .nth(1)
            .and_then(|id| Uuid::parse_str(id).ok());
        if let Some(lab_id) = lab_id {
            self.statistics_changed(lab_id);
        }
    }

    fn statistics_changed(self: &Arc<Self>, lab_id: Uuid) {
        let Some(moment) = self.statistics.on_change(lab_id, Instant::now()) else {
            return;
        };
        let hub = Arc::clone(self);
        self.tasks.spawn(async move {
            let ending = tokio::time::timeout_at(moment, hub.tasks.requested())
                .await
                .is_ok();
            if !ending {
                hub.statistics.tell(lab_id, Instant::now());
            }
        });
    }

    /// Messages may have been missed: everything is read again, and shown where it is news.
    fn begin_anew(self: &Arc<Self>) {
        tracing::info!("messages may have been missed; reading everything that is watched anew");
        for lab in self.labs() {
            let hub = Arc::clone(self);
            self.tasks
                .spawn(async move { hub.read_all_again(&lab).await });
        }
        for lab_id in self.statistics.watched() {
            self.statistics_changed(lab_id);
        }
        self.people.doubt_everything();
    }
}
