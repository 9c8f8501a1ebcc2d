//! Events as a test wants a consumer to see them: published by hand, twice, in any order.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use async_nats::jetstream::{self, message, stream};
use futures::StreamExt as _;
use handup_bus::NatsSettings;
use handup_contracts::Message as _;
use handup_contracts::events::{self, Consumer};
use handup_contracts::v1::events::Event;

/// Publishes events to the stream, and looks at what is there.
pub struct Publisher {
    jetstream: jetstream::Context,
    prefix: String,
    /// Place in the stream of the last event published, by desk and aggregate.
    last: Mutex<HashMap<(String, String), u64>>,
}

impl Publisher {
    /// Connects. The streams are declared by the services: one must have been started.
    ///
    /// # Panics
    /// If the server can't be reached.
    #[expect(
        clippy::disallowed_methods,
        reason = "publishes past the outbox, which would not publish an event twice"
    )]
    pub async fn connect(settings: &NatsSettings) -> Self {
        let client = async_nats::connect(&settings.url)
            .await
            .expect("NATS is reached");
        Self {
            jetstream: jetstream::new(client),
            prefix: settings.prefix.clone(),
            last: Mutex::default(),
        }
    }

    /// Publishes `event` and waits until the stream has it. Without a message id, so that the
    /// stream keeps duplicates.
    ///
    /// # Panics
    /// If the stream does not take it.
    pub async fn publish(&self, event: &Event) {
        let ack = self
            .jetstream
            .publish(
                events::subject(&self.prefix, event),
                event.encode_to_vec().into(),
            )
            .await
            .expect("an event can be published")
            .await
            .expect("the stream has the event");
        self.last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert((event.desk.clone(), event.aggregate.clone()), ack.sequence);
    }

    /// Whether `consumer` has acknowledged everything published here that concerns it.
    pub async fn all_handled(&self, consumer: Consumer) -> bool {
        let last = {
            let published = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            published
                .iter()
                .filter(|((desk, aggregate), _)| consumer.wants(desk, aggregate))
                .map(|(_, sequence)| *sequence)
                .max()
                .unwrap_or_default()
        };
        match self.stream().await.consumer_info(consumer.name).await {
            Ok(info) => info.ack_floor.stream_sequence >= last,
            Err(_) => false,
        }
    }

    /// Removes the durable consumer with all it knows about acknowledgements. A running service
    /// makes it anew and is given every event again: what a crash before the acknowledgement
    /// leads to, for all events at once.
    ///
    /// # Panics
    /// If there is no such consumer.
    pub async fn forget_acknowledgements(&self, consumer: Consumer) {
        self.stream()
            .await
            .delete_consumer(consumer.name)
            .await
            .expect("a consumer to remove");
    }

    /// All events in the stream of one aggregate of one desk, in order.
    ///
    /// # Panics
    /// If the stream can't be read.
    pub async fn stored(&self, desk: &str, aggregate: &str) -> Vec<Event> {
        let mut consumer = self
            .stream()
            .await
            .create_consumer(pull::Config {
                filter_subject: events::filter(&self.prefix, desk, aggregate),
                deliver_policy: DeliverPolicy::All,
                ack_policy: AckPolicy::None,
                ..pull::Config::default()
            })
            .await
            .expect("a consumer to read with");
        let info = consumer
            .info()
            .await
            .expect("what the consumer has before it");
        let count = usize::try_from(info.num_pending).expect("few events");
        if count == 0 {
            return Vec::new();
        }
        let mut messages = consumer
            .fetch()
            .max_messages(count)
            .messages()
            .await
            .expect("events to read");
        let mut found = Vec::with_capacity(count);
        while found.len() < count {
            let message = messages
                .next()
                .await
                .expect("another event")
                .expect("an event that can be read");
            found.push(Event::decode(message.payload.clone()).expect("a readable event"));
        }
        found
    }

    /// The message that came last into the stream called `name`.
    ///
    /// # Panics
    /// If there is none.
    pub async fn last_message(&self, name: &str) -> message::StreamMessage {
        let mut stream = self
            .jetstream
            .get_stream(name)
            .await
            .expect("a stream of this name");
        let last = stream.info().await.expect("its state").state.last_sequence;
        stream
            .get_raw_message(last)
            .await
            .expect("a message in the stream")
    }

    async fn stream(&self) -> stream::Stream<()> {
        self.jetstream
            .get_stream_no_info(events::stream(&self.prefix))
            .await
            .expect("the event stream")
    }
}
