//! From the stream to an effect.
//!
//! Handlers return a `Result`; what to do with the message follows from it. Success: acknowledged.
//! Something is away: comes again later, for as long as it takes. Anything else is a fault that
//! trying again will hardly mend: after some tries the message is copied to the dead-letter
//! stream, and only when that copy is safe it is given up.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream::consumer::pull;
use async_nats::jetstream::{self, AckKind};
use futures::{FutureExt as _, StreamExt as _};
use handup_contracts::events::{self, Consumer};
use handup_contracts::v1::events::Event;
use handup_contracts::{Code, Message as _, Problem, headers};
use handup_runtime::{Shutdown, trace};
use tokio::task::unconstrained;
use tokio::time::Instant;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::connection::Bus;
use crate::figures;
use crate::traceparent::traceparent;

/// Messages worked on at the same time. They reach the database in the order of the stream.
const AT_ONCE: usize = 128;
/// Messages fetched ahead of the work.
const FETCHED: usize = AT_ONCE * 2;
/// Tries before a message whose handler fails is given up.
const TRIES: i64 = 5;
/// Longest wait before a message comes again.
const LONGEST_DELAY: Duration = Duration::from_secs(10);
/// Wait before a broken subscription is made anew.
const RECREATE_DELAY: Duration = Duration::from_millis(500);

/// An event as a handler sees it.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Id of the event, for the inbox.
    pub id: Uuid,
    /// The event.
    pub event: Event,
    /// Durable name of the consumer, for the inbox.
    pub consumer: &'static str,
}

/// Runs `consumer` until shutdown: each event goes to `handler` at least once, and to no two
/// replicas at the same time. The handler makes "at least once" into "once" with the inbox. At the
/// end, what has begun is finished, and what has come besides goes to the other replicas.
pub async fn run<S, F, R>(
    bus: Bus,
    consumer: Consumer,
    state: Arc<S>,
    handler: F,
    shutdown: Shutdown,
) where
    S: Send + Sync + 'static,
    F: Fn(Arc<S>, Delivery) -> R + Copy + Send + Sync + 'static,
    R: Future<Output = Result<(), Problem>> + Send + 'static,
{
    while !shutdown.is_requested() {
        if let Err(error) = consume(&bus, &consumer, &state, handler, &shutdown).await {
            tracing::warn!(%error, consumer = consumer.name, "the consumer is made anew");
            let _ = tokio::time::timeout(RECREATE_DELAY, shutdown.requested()).await;
            // The stream may be gone with all its consumers.
            if let Err(error) = bus.declare_streams().await {
                tracing::warn!(%error, "the streams could not be declared");
            }
        }
    }
}

async fn consume<S, F, R>(
    bus: &Bus,
    consumer: &Consumer,
    state: &Arc<S>,
    handler: F,
    shutdown: &Shutdown,
) -> Result<(), Problem>
where
    S: Send + Sync + 'static,
    F: Fn(Arc<S>, Delivery) -> R + Copy + Send + Sync + 'static,
    R: Future<Output = Result<(), Problem>> + Send + 'static,
{
    let broken = |err: String| Problem::unavailable(format!("consumer {}: {err}", consumer.name));
    let mut messages = tokio::select! {
        () = shutdown.requested() => return Ok(()),
        messages = messages_of(bus, consumer) => messages?,
    };
    let mut outcomes = (&mut messages)
        .take_until(Box::pin(shutdown.requested()))
        .map(|message| {
            // Without a budget: one that runs out in the middle of a batch would have the rest of
            // it continue in the opposite order.
            unconstrained(async {
                match message {
                    Ok(message) => {
                        deliver(bus, consumer, state, handler, message).await;
                        Ok(())
                    }
                    // The stream of messages does not end by itself after such an error.
                    Err(err) => Err(broken(err.to_string())),
                }
            })
        })
        .buffered(AT_ONCE);
    while let Some(outcome) = outcomes.next().await {
        outcome?;
    }
    drop(outcomes);
    if !shutdown.is_requested() {
        return Err(broken("the stream of messages ended".into()));
    }
    if let Err(error) = give_back(bus, messages).await {
        tracing::warn!(%error, consumer = consumer.name, "what was fetched comes again later");
    }
    Ok(())
}

async fn messages_of(bus: &Bus, consumer: &Consumer) -> Result<pull::Stream, Problem> {
    bus.declare_consumer(consumer)
        .await?
        .stream()
        .max_messages_per_batch(FETCHED)
        .expires(Duration::from_secs(20))
        .heartbeat(Duration::from_secs(5))
        .messages()
        .await
        .map_err(|err| Problem::unavailable(format!("consumer {}: {err}", consumer.name)))
}

/// Has what is here and was not begun come to another replica now, not after the ack wait.
async fn give_back(bus: &Bus, mut messages: pull::Stream) -> Result<(), Problem> {
    let mut here = Vec::new();
    while let Some(Some(Ok(message))) = messages.next().now_or_never() {
        here.push(message);
        // The stream goes on to fetch as long as it is asked.
        if here.len() == 2 * FETCHED {
            break;
        }
    }
    // What is given back while this replica still asks for messages may come here again.
    drop(messages);
    bus.round_trip().await?;
    for message in here {
        message
            .ack_with(AckKind::Nak(None))
            .await
            .map_err(|err| Problem::unavailable(err.to_string()))?;
    }
    Ok(())
}

async fn deliver<S, F, R>(
    bus: &Bus,
    consumer: &Consumer,
    state: &Arc<S>,
    handler: F,
    message: jetstream::Message,
) where
    F: Fn(Arc<S>, Delivery) -> R,
    R: Future<Output = Result<(), Problem>>,
{
    let span = tracing::info_span!(
        "event.consume",
        otel.name = format!("consume {}", consumer.name),
        otel.kind = "consumer",
        messaging.system = "nats",
        messaging.operation.name = "process",
        messaging.operation.type = "process",
        messaging.destination.name = %message.subject,
        messaging.consumer.group.name = consumer.name,
        trace_id = tracing::field::Empty,
    );
    trace::join(&span, traceparent(message.headers.as_ref()));
    async {
        figures::delivered(consumer);
        let began = Instant::now();
        let outcome = match read(consumer, &message) {
            Ok(delivery) => handler(Arc::clone(state), delivery).await,
            Err(problem) => Err(problem),
        };
        figures::processed(consumer, began, outcome.as_ref().err());
        if let Err(error) = settle(bus, consumer, &message, outcome).await {
            // It comes again after the ack wait; the inbox knows it.
            tracing::warn!(%error, consumer = consumer.name, "a message could not be settled");
        }
    }
    .instrument(span)
    .await;
}

fn read(consumer: &Consumer, message: &jetstream::Message) -> Result<Delivery, Problem> {
    let event = Event::decode(message.payload.clone())
        .map_err(|err| Problem::internal(format!("unreadable event: {err}")))?;
    let id = Uuid::parse_str(&event.id)
        .map_err(|err| Problem::internal(format!("event id {:?}: {err}", event.id)))?;
    Ok(Delivery {
        id,
        event,
        consumer: consumer.name,
    })
}

async fn settle(
    bus: &Bus,
    consumer: &Consumer,
    message: &jetstream::Message,
    outcome: Result<(), Problem>,
) -> Result<(), async_nats::Error> {
    let Err(problem) = outcome else {
        return message.ack().await;
    };
    let tries = message.info().map_or(1, |info| info.delivered);
    if problem.code == Code::Unavailable || tries < TRIES {
        tracing::warn!(consumer = consumer.name, tries, error = %problem, "an event comes again later");
        // Without a delay NATS would send it again at once, thousands of times a second.
        return message.ack_with(AckKind::Nak(Some(delay(tries)))).await;
    }
    tracing::error!(consumer = consumer.name, tries, error = %problem, "an event is given up");
    bury(bus, consumer, message, &problem).await?;
    message.ack_with(AckKind::Term).await
}

fn delay(tries: i64) -> Duration {
    let doublings = u32::try_from(tries.clamp(1, 8)).unwrap_or(8);
    Duration::from_millis(50 * 2_u64.pow(doublings)).min(LONGEST_DELAY)
}

/// Copies `message` to the dead-letter stream and waits until it is there.
async fn bury(
    bus: &Bus,
    consumer: &Consumer,
    message: &jetstream::Message,
    problem: &Problem,
) -> Result<(), async_nats::Error> {
    let mut map = message.headers.clone().unwrap_or_default();
    map.insert(headers::DEAD_CONSUMER, consumer.name);
    map.insert(
        headers::DEAD_REASON,
        problem.to_string().replace(['\r', '\n'], " "),
    );
    // Else the copy would count as a duplicate of another consumer's copy of the same event.
    let first_id = map
        .get(async_nats::header::NATS_MESSAGE_ID)
        .map(|id| format!("{id}-{}", consumer.name));
    if let Some(id) = first_id {
        map.insert(async_nats::header::NATS_MESSAGE_ID, id);
    }
    bus.jetstream
        .publish_with_headers(
            events::dead_letter_subject(bus.prefix(), consumer.name),
            map,
            message.payload.clone(),
        )
        .await?
        .await?;
    Ok(())
}
