//! The streams and consumers that must exist, declared and compared.
//!
//! Get-or-create would hide that a server still has last year's settings; so what exists is
//! compared with what is declared, brought in line where NATS allows it, and refused where not.

use std::time::Duration;

use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use async_nats::jetstream::stream::{Config, DiscardPolicy, RetentionPolicy, StorageType};
use async_nats::jetstream::{self, context::CreateStreamErrorKind};
use handup_contracts::Problem;
use handup_contracts::events::{self, Consumer};

use crate::connection::Bus;

/// Within this time NATS drops an event published twice. A help, not a promise: consumers are
/// idempotent all the same.
const DUPLICATE_WINDOW: Duration = Duration::from_secs(120);
/// Within this time a consumer must have acknowledged a message, else it comes again: that is how
/// late an effect is whose replica was killed. One that comes twice costs a look into the inbox.
pub(crate) const ACK_WAIT: Duration = Duration::from_secs(10);
/// Messages a consumer may have in hand unacknowledged.
pub(crate) const MAX_ACK_PENDING: i64 = 1_024;

impl Bus {
    /// Declares the event stream and the dead-letter stream.
    ///
    /// # Errors
    /// If NATS can't be reached, or a stream exists that can't be brought in line.
    pub async fn declare_streams(&self) -> Result<(), Problem> {
        for config in self.streams() {
            self.declare_stream(config).await?;
        }
        Ok(())
    }

    fn streams(&self) -> [Config; 2] {
        let prefix = self.prefix();
        let common = Config {
            retention: RetentionPolicy::Limits,
            storage: StorageType::File,
            discard: DiscardPolicy::Old,
            num_replicas: self.settings.replicas,
            duplicate_window: DUPLICATE_WINDOW,
            max_age: Duration::from_secs(self.settings.event_hours * 3600),
            allow_direct: true,
            ..Config::default()
        };
        [
            Config {
                name: events::stream(prefix),
                description: Some("All events; the outboxes are the truth".to_owned()),
                subjects: vec![events::all(prefix)],
                ..common.clone()
            },
            Config {
                name: events::dead_letter_stream(prefix),
                description: Some("Copies of messages that were given up".to_owned()),
                subjects: vec![events::all_dead_letters(prefix)],
                max_age: Duration::from_secs(90 * 24 * 3600),
                ..common
            },
        ]
    }

    async fn declare_stream(&self, wanted: Config) -> Result<(), Problem> {
        let failed = |err: String| Problem::unavailable(format!("stream {}: {err}", wanted.name));
        match self.jetstream.create_stream(wanted.clone()).await {
            Ok(_) => Ok(()),
            // The same name with other settings.
            Err(err) if matches!(err.kind(), CreateStreamErrorKind::JetStream(_)) => {
                self.jetstream
                    .update_stream(&wanted)
                    .await
                    .map_err(|err| failed(err.to_string()))?;
                tracing::info!(stream = wanted.name, "the stream was brought in line");
                Ok(())
            }
            Err(err) => Err(failed(err.to_string())),
        }
    }

    /// Declares a durable consumer of the event stream.
    ///
    /// # Errors
    /// If NATS can't be reached, or a consumer exists that can't be brought in line.
    pub(crate) async fn declare_consumer(
        &self,
        consumer: &Consumer,
    ) -> Result<jetstream::consumer::Consumer<pull::Config>, Problem> {
        let prefix = self.prefix();
        let failed =
            |err: String| Problem::unavailable(format!("consumer {}: {err}", consumer.name));
        let wanted = pull::Config {
            durable_name: Some(consumer.name.to_owned()),
            description: Some(format!("Run by the service {}", consumer.service)),
            deliver_policy: DeliverPolicy::All,
            ack_policy: AckPolicy::Explicit,
            ack_wait: ACK_WAIT,
            // Giving up is decided by the consumer loop, which keeps a copy.
            max_deliver: -1,
            max_ack_pending: MAX_ACK_PENDING,
            ..filtered(consumer, prefix)
        };
        self.jetstream
            .get_stream_no_info(events::stream(prefix))
            .await
            .map_err(|err| failed(err.to_string()))?
            // Creates it, does nothing if it is the same, updates it where that is allowed, and
            // fails where not.
            .create_consumer(wanted)
            .await
            .map_err(|err| failed(err.to_string()))
    }
}

/// What a consumer is given. A single filter stands in the subject of the declaration too, and the server
/// compares the two: so the users' file can hold a service to what it consumes.
fn filtered(consumer: &Consumer, prefix: &str) -> pull::Config {
    let mut filters = consumer
        .interests
        .iter()
        .map(|(desk, aggregate)| events::filter(prefix, desk, aggregate));
    match (filters.next(), filters.len()) {
        (Some(filter_subject), 0) => pull::Config {
            filter_subject,
            ..pull::Config::default()
        },
        (first, _) => pull::Config {
            filter_subjects: first.into_iter().chain(filters).collect(),
            ..pull::Config::default()
        },
    }
}
