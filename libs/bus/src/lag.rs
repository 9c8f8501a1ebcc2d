//! How far a service is behind: what its outbox has not published, and what its consumers have not
//! worked on.

use std::sync::LazyLock;
use std::time::Duration;

use handup_contracts::Problem;
use handup_contracts::events::{self, Consumer};
use handup_runtime::Shutdown;
use handup_runtime::metrics::{self, Gauge, KeyValue};
use handup_store::{Store, outbox};
use tokio::time::MissedTickBehavior;

use crate::connection::Bus;
use crate::figures;

/// How often is looked. It costs a question to the database and one to NATS for each consumer.
const LOOK_EVERY: Duration = Duration::from_secs(5);

static UNPUBLISHED: LazyLock<Gauge<u64>> = LazyLock::new(|| {
    metrics::level(
        "handup.outbox.unpublished",
        "{event}",
        "Events that no stream has acknowledged.",
    )
});
static OLDEST: LazyLock<Gauge<f64>> = LazyLock::new(|| {
    metrics::age(
        "handup.outbox.oldest_age",
        "For how long the oldest event that no stream has acknowledged has been saved.",
    )
});
static PENDING: LazyLock<Gauge<u64>> = LazyLock::new(|| {
    metrics::level(
        "handup.consumer.pending",
        "{event}",
        "Events of the stream that the consumer has not been given yet.",
    )
});
static UNACKNOWLEDGED: LazyLock<Gauge<u64>> = LazyLock::new(|| {
    metrics::level(
        "handup.consumer.unacknowledged",
        "{event}",
        "Events that the consumer has been given and has not acknowledged.",
    )
});

/// Keeps the figures of `store` and `consumers` up to date until shutdown. Every replica tells the
/// same of what they share, so that a sum over replicas means nothing.
pub async fn watch(bus: Bus, store: Store, consumers: Vec<Consumer>, shutdown: Shutdown) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = shutdown.requested() => return,
            _ = ticks.tick() => {}
        }
        // What is away says so by itself; then the figures stay what they were.
        if let Err(error) = of_outbox(&bus, &store).await {
            tracing::debug!(%error, "the outbox could not be looked at");
        }
        for consumer in &consumers {
            if let Err(error) = of_consumer(&bus, consumer).await {
                tracing::debug!(%error, consumer = consumer.name, "a consumer could not be looked at");
            }
        }
    }
}

async fn of_outbox(bus: &Bus, store: &Store) -> Result<(), Problem> {
    let waiting = outbox::waiting(store.read()).await?;
    let service = [KeyValue::new("handup.service", store.service())];
    let events = u64::try_from(waiting.events).unwrap_or(0);
    UNPUBLISHED.record(events, &service);
    let oldest = waiting.oldest_ms.map_or(0.0, |saved_ms| {
        metrics::seconds_between(saved_ms, bus.clock.now_ms())
    });
    OLDEST.record(oldest, &service);
    Ok(())
}

async fn of_consumer(bus: &Bus, consumer: &Consumer) -> Result<(), Problem> {
    if !bus.is_connected() {
        return Ok(());
    }
    let lag = bus.lag(consumer).await?;
    let group = [figures::group(consumer)];
    PENDING.record(lag.pending, &group);
    UNACKNOWLEDGED.record(lag.unacknowledged, &group);
    Ok(())
}

/// How far a consumer is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lag {
    /// Events of the stream that it has not been given yet.
    pub pending: u64,
    /// Events that it has been given and has not acknowledged.
    pub unacknowledged: u64,
}

impl Bus {
    /// How far `consumer` is behind.
    ///
    /// # Errors
    /// If NATS does not say, or there is no such consumer.
    pub async fn lag(&self, consumer: &Consumer) -> Result<Lag, Problem> {
        let failed =
            |err: String| Problem::unavailable(format!("consumer {}: {err}", consumer.name));
        let info = self
            .jetstream
            .get_stream_no_info(events::stream(self.prefix()))
            .await
            .map_err(|err| failed(err.to_string()))?
            .consumer_info(consumer.name)
            .await
            .map_err(|err| failed(err.to_string()))?;
        Ok(Lag {
            pending: info.num_pending,
            unacknowledged: u64::try_from(info.num_ack_pending).unwrap_or(0),
        })
    }
}
