//! Events of a lab's requests and of its queue.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::consumer::Delivery;
use handup_contracts::Problem;
use handup_contracts::ids::id;
use handup_contracts::v1::events::Event;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::types::Lab;
use handup_runtime::ids;
use handup_store::{Error, WriteTx, inbox};
use uuid::Uuid;

use crate::App;
use crate::config::Config;
use crate::domain::request::RequestState;
use crate::domain::text::Text;
use crate::handlers::{announcing, lab_change, request_change};
use crate::store::notifications::{self, notification};
use crate::store::queue::{self, known_queue};

/// Brings the picture of who waits up to date and tells those whom it concerns.
///
/// # Errors
/// If the event can't be understood, or the database is away.
pub async fn handle(app: Arc<App>, delivery: Delivery) -> Result<(), Problem> {
    if !matches!(delivery.event.aggregate.as_str(), "request" | "queue") {
        return Ok(());
    }
    let now_ms = app.clock.now_ms();
    let arrival = Arc::new(Arrival::read(delivery, &app.config, now_ms)?);
    let key = arrival.lab_id().to_string();
    let rows = app
        .store
        .write_tx_later(&key, move |tx| {
            let arrival = Arc::clone(&arrival);
            async move { take_in(tx, &arrival).await }.boxed()
        })
        .await?;
    announcing::announce_all(&app, rows).await
}

/// An event to be handled.
pub(super) struct Arrival {
    pub event: Event,
    pub event_id: Uuid,
    pub consumer: &'static str,
    pub subject: Subject,
    /// The person who acted, if it was one.
    pub actor_id: Option<Uuid>,
    pub now_ms: i64,
    /// Whether it is recent enough for anybody to be told of it.
    pub is_news: bool,
    pub near_front_places: u64,
}

/// What an event is about.
pub(super) enum Subject {
    Request(RequestState),
    Queue(Uuid, Lab),
}

impl Arrival {
    fn read(delivery: Delivery, config: &Config, now_ms: i64) -> Result<Self, Problem> {
        let mut event = delivery.event;
        let subject = match event.state.take() {
            Some(State::Request(request)) => {
                let subject = Subject::Request(RequestState::try_from(&request)?);
                event.state = Some(State::Request(request));
                subject
            }
            Some(State::Lab(lab)) => Subject::Queue(id(&lab.id)?, lab),
            _ => {
                return Err(Problem::internal(format!(
                    "an event {}.{} without a request and without a lab",
                    event.aggregate, event.name
                )));
            }
        };
        Ok(Self {
            actor_id: event
                .actor
                .as_ref()
                .and_then(|actor| Uuid::parse_str(&actor.id).ok()),
            is_news: config.is_news(event.occurred_at_ms, now_ms),
            near_front_places: config.near_front_places,
            event,
            event_id: delivery.id,
            consumer: delivery.consumer,
            subject,
            now_ms,
        })
    }

    fn lab_id(&self) -> Uuid {
        match &self.subject {
            Subject::Request(request) => request.lab_id,
            Subject::Queue(lab_id, _) => *lab_id,
        }
    }

    /// Name of the person who acted; empty if it was no person.
    pub(super) fn actor_name(&self) -> &str {
        self.event
            .actor
            .as_ref()
            .map_or("", |actor| actor.name.as_str())
    }

    /// A notification of `account_id`; nothing for those who caused the event themselves, and for
    /// events that are no news.
    pub(super) fn notification(
        &self,
        account_id: Uuid,
        kind: &str,
        request_id: Uuid,
        text: Text,
    ) -> Option<notification::Model> {
        if self.actor_id == Some(account_id) {
            return None;
        }
        self.told(account_id, kind, request_id, text)
    }

    /// Like [`Arrival::notification`], whoever caused the event.
    pub(super) fn told(
        &self,
        account_id: Uuid,
        kind: &str,
        request_id: Uuid,
        text: Text,
    ) -> Option<notification::Model> {
        self.is_news.then(|| notification::Model {
            id: ids::new_id(),
            event_id: self.event_id,
            account_id,
            kind: kind.to_owned(),
            title: text.title,
            body: text.body,
            lab_id: Some(self.lab_id()),
            request_id: Some(request_id),
            created_at_ms: self.now_ms,
            read_at_ms: None,
            version: 1,
            announced: false,
        })
    }
}

/// Returns the notifications that are to be announced: those of an earlier delivery that was cut
/// short before all were, too.
async fn take_in(tx: &WriteTx, arrival: &Arrival) -> Result<Vec<notification::Model>, Error> {
    let known = queue::lock(tx, arrival.lab_id()).await?;
    if let Some(rows) = take_in_new(tx, arrival, &known).await? {
        return Ok(rows);
    }
    tx.save_gathered().await?;
    queue::stir_front(tx, arrival.lab_id());
    if !is_first(tx, arrival).await? {
        return notifications::unannounced(tx, arrival.event_id).await;
    }
    let rows = match &arrival.subject {
        Subject::Request(request) => request_change::take_in(tx, arrival, request, &known).await?,
        Subject::Queue(_, lab) => lab_change::take_in(tx, arrival, lab, &known).await?,
    };
    finish(tx, arrival, &rows).await?;
    Ok(rows)
}

/// The short way for a request just asked, of which nothing was known: by far the most frequent
/// event in a rush. Nothing if that is not the case.
async fn take_in_new(
    tx: &WriteTx,
    arrival: &Arrival,
    known: &known_queue::Model,
) -> Result<Option<Vec<notification::Model>>, Error> {
    let Subject::Request(request) = &arrival.subject else {
        return Ok(None);
    };
    let Some(rows) = request_change::take_in_new(tx, arrival, request, known).await? else {
        return Ok(None);
    };
    // Its revision shows that it is the first time; noted only for what is to be told.
    if !rows.is_empty() {
        is_first(tx, arrival).await?;
    }
    finish(tx, arrival, &rows).await?;
    Ok(Some(rows))
}

async fn is_first(tx: &WriteTx, arrival: &Arrival) -> Result<bool, Error> {
    inbox::first_time(tx, arrival.consumer, arrival.event_id, arrival.now_ms).await
}

async fn finish(
    tx: &WriteTx,
    arrival: &Arrival,
    rows: &[notification::Model],
) -> Result<(), Error> {
    queue::saw(tx, arrival.lab_id(), arrival.event.revision);
    notifications::save(tx, rows).await
}
