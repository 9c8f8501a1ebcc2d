//! From the outbox to the stream.
//!
//! The relay publishes an event right after its commit, and marks the row once the stream has it;
//! the sweep publishes what a crash or an outage left. An event can so be published twice, but
//! never not at all. No transaction is open meanwhile.

use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::jetstream::context::PublishAckFuture;
use async_nats::jetstream::message::PublishMessage;
use futures::FutureExt as _;
use futures::future::join_all;
use handup_contracts::{Problem, events, headers};
use handup_runtime::{Shutdown, trace};
use handup_store::{Committed, Store, outbox};
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::connection::Bus;

/// How often the sweep looks.
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// What is younger is still in the hands of the relay of the process that saved it.
const SWEEP_AGE_MS: i64 = 2_000;
/// Events a sweep takes at once.
const SWEEP_SIZE: u64 = 500;
/// Events that may be on their way to the stream before more are sent.
const SENT_AHEAD: usize = 1024;
/// Events marked as published together.
const MARKED_AT_ONCE: usize = 512;

/// An event on its way to the stream.
struct Sent {
    id: Uuid,
    ack: PublishAckFuture,
}

/// Publishes the events of `store` until shutdown, then what is still waiting.
///
/// # Errors
/// If another relay already has this store's events.
pub async fn run(bus: Bus, store: Store, shutdown: Shutdown) -> Result<(), Problem> {
    let committed = store
        .committed_events()
        .await
        .ok_or_else(|| Problem::internal("this store already has a relay"))?;
    let (sent, acknowledgements) = mpsc::channel(SENT_AHEAD);
    tokio::join!(
        publish_until(&bus, &store, committed, sent, &shutdown),
        mark_acknowledged(&bus, &store, acknowledgements),
    );
    Ok(())
}

/// Sends events without waiting for their acknowledgements: those who watch wait for them.
async fn publish_until(
    bus: &Bus,
    store: &Store,
    mut committed: mpsc::Receiver<Vec<Committed>>,
    sent: mpsc::Sender<Sent>,
    shutdown: &Shutdown,
) {
    let mut sweep = tokio::time::interval(SWEEP_EVERY);
    sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            batch = committed.recv() => match batch {
                Some(events) => send_on(bus, events, &sent).await,
                None => break,
            },
            _ = sweep.tick() => sweep_once(bus, store).await,
            () = shutdown.requested() => break,
        }
    }
    // What was committed just before the end; what does not go through, the sweep of the next
    // start or of another replica publishes.
    while let Some(events) = committed.recv().now_or_never().flatten() {
        send_on(bus, events, &sent).await;
    }
}

async fn send_on(bus: &Bus, events: Vec<Committed>, sent: &mpsc::Sender<Sent>) {
    for one in send_all(bus, events, false).await {
        // Only at the end of the process does nobody take it; the sweep of the next start does.
        let _ = sent.send(one).await;
    }
}

/// Marks events as published once the stream has them, until nothing more is sent.
async fn mark_acknowledged(bus: &Bus, store: &Store, mut sent: mpsc::Receiver<Sent>) {
    let mut taken = Vec::with_capacity(MARKED_AT_ONCE);
    while sent.recv_many(&mut taken, MARKED_AT_ONCE).await > 0 {
        let acknowledged = acknowledged(std::mem::take(&mut taken)).await;
        mark(bus, store, acknowledged).await;
    }
}

async fn sweep_once(bus: &Bus, store: &Store) {
    if !bus.is_connected() {
        return;
    }
    let before = bus.clock.now_ms() - SWEEP_AGE_MS;
    match outbox::unpublished(store.read(), before, SWEEP_SIZE).await {
        Ok(left) if left.is_empty() => {}
        Ok(left) => {
            tracing::info!(
                events = left.len(),
                service = store.service(),
                "publishing what was left"
            );
            let sent = send_all(bus, left, false).await;
            mark(bus, store, acknowledged(sent).await).await;
        }
        Err(error) => {
            tracing::warn!(%error, service = store.service(), "the outbox could not be swept");
        }
    }
}

/// Publishes all events of `store` again, in the order in which they were saved, so that
/// projections can be rebuilt. Returns how many.
///
/// # Errors
/// If the database or the stream refuses.
pub async fn replay(bus: &Bus, store: &Store) -> Result<u64, Problem> {
    let mut after = 0;
    let mut count = 0;
    loop {
        let (events, last) = outbox::page(store.read(), after, SWEEP_SIZE).await?;
        if events.is_empty() {
            return Ok(count);
        }
        let wanted = events.len();
        let acknowledged = acknowledged(send_all(bus, events, true).await).await;
        if acknowledged.len() < wanted {
            return Err(Problem::unavailable(format!(
                "{} of {wanted} events were not acknowledged after row {after}",
                wanted - acknowledged.len()
            )));
        }
        count += wanted as u64;
        after = last;
    }
}

async fn mark(bus: &Bus, store: &Store, acknowledged: Vec<Uuid>) {
    if acknowledged.is_empty() {
        return;
    }
    let now_ms = bus.clock.now_ms();
    let marked = store
        .write_tx_later("outbox", move |tx| {
            let acknowledged = acknowledged.clone();
            async move { outbox::mark_published(tx, &acknowledged, now_ms).await }.boxed()
        })
        .await;
    if let Err(error) = marked {
        // Published again by the sweep; the stream or the consumers drop the second copy.
        tracing::warn!(%error, service = store.service(), "published events could not be marked");
    }
}

/// Sends `events` in order, up to the first that can't be sent.
async fn send_all(bus: &Bus, events: Vec<Committed>, replay: bool) -> Vec<Sent> {
    let mut sent = Vec::with_capacity(events.len());
    for event in events {
        let id = event.id;
        match send(bus, event, replay).await {
            Ok(ack) => sent.push(Sent { id, ack }),
            Err(error) => {
                tracing::warn!(%error, "an event could not be published yet");
                break;
            }
        }
    }
    sent
}

/// Waits for the stream; returns the ids of the events it has.
async fn acknowledged(sent: Vec<Sent>) -> Vec<Uuid> {
    // Together: where the stream does not answer, the patience for one is that for all.
    let answers = join_all(sent.into_iter().map(|Sent { id, ack }| async move {
        match ack.await {
            Ok(_) => Some(id),
            Err(error) => {
                tracing::warn!(%error, "an event was not acknowledged yet");
                None
            }
        }
    }));
    answers.await.into_iter().flatten().collect()
}

async fn send(bus: &Bus, event: Committed, replay: bool) -> Result<PublishAckFuture, Problem> {
    if !bus.is_connected() {
        return Err(Problem::unavailable("not connected to NATS"));
    }
    let subject = events::subject(bus.prefix(), &event.event);
    let span = tracing::info_span!(
        "event.publish",
        otel.name = format!("publish {}.{}", event.event.aggregate, event.event.name),
        otel.kind = "producer",
        messaging.system = "nats",
        messaging.operation.name = "publish",
        messaging.operation.type = "send",
        // Not the subject: where an event concerns one person, it names their account.
        messaging.destination.template = events::template(bus.prefix(), &event.event),
        messaging.message.id = %event.id,
        trace_id = tracing::field::Empty,
    );
    trace::join(&span, event.traceparent.as_deref());
    let mut map = HeaderMap::new();
    if replay {
        map.insert(headers::REPLAY, "1");
    }
    if let Some(traceparent) = span
        .in_scope(trace::current_traceparent)
        .or(event.traceparent)
    {
        map.insert(headers::TRACEPARENT, traceparent);
    }
    // A replay must not be dropped as a duplicate of the first publication.
    let message_id = if replay {
        format!("{}-replay-{}", event.id, bus.clock.now_ms())
    } else {
        event.id.to_string()
    };
    let message = PublishMessage::build()
        .headers(map)
        .message_id(message_id)
        .payload(event.payload.into());
    bus.jetstream
        .send_publish(subject, message)
        .instrument(span)
        .await
        .map_err(|err| Problem::unavailable(err.to_string()))
}
