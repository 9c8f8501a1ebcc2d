use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_nats::jetstream;
use futures::StreamExt as _;
use handup_contracts::Problem;
use handup_runtime::SharedClock;
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use crate::rpc::Answers;

/// How NATS is reached and used.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NatsSettings {
    /// One or several servers, separated by commas.
    pub url: String,
    /// First part of every subject: several systems can share one NATS.
    pub prefix: String,
    /// User and password, where the server asks for them.
    pub user: String,
    /// See `user`.
    pub password: String,
    /// Certificate authority for TLS, a PEM file; then nothing is said without TLS. Empty: the machine's
    /// own, if the address begins with `tls://`.
    pub ca_file: PathBuf,
    /// Copies of each stream in a cluster.
    pub replicas: usize,
    /// How long an RPC may take, in milliseconds.
    pub call_timeout_ms: u64,
    /// How long events are kept in the stream, in hours. The outboxes keep them for ever.
    pub event_hours: u64,
}

impl Default for NatsSettings {
    fn default() -> Self {
        Self {
            url: "nats://127.0.0.1:4222".to_owned(),
            prefix: "handup".to_owned(),
            user: String::new(),
            password: String::new(),
            ca_file: PathBuf::new(),
            replicas: 1,
            call_timeout_ms: 3_000,
            event_hours: 24 * 7,
        }
    }
}

/// What happens to the connection that may have cost messages of plain subscriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// The connection is there (again).
    Up,
    /// The connection is gone.
    Down,
    /// A subscription was too slow and has lost messages.
    Lost,
}

/// A service's connection to NATS.
#[derive(Clone)]
pub struct Bus {
    pub(crate) client: async_nats::Client,
    pub(crate) jetstream: jetstream::Context,
    pub(crate) answers: Arc<Answers>,
    pub(crate) settings: Arc<NatsSettings>,
    pub(crate) clock: SharedClock,
    links: broadcast::Sender<Link>,
}

/// How long JetStream may take to acknowledge or to answer a question.
const JETSTREAM_TIMEOUT: Duration = Duration::from_secs(5);
/// How often the server is asked whether it is there. At the third question without an answer the
/// client goes to another one, so that a frozen server costs four seconds, not half a minute.
const PING_INTERVAL: Duration = Duration::from_secs(1);
/// How long a server may take to greet.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(1);
/// How often the state of the connection is looked at while waiting for it.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long to wait for one more replica to answer a discovery.
const DISCOVERY: Duration = Duration::from_millis(500);
/// Messages a plain subscription may hold before it loses some.
const SUBSCRIPTION_CAPACITY: usize = 64 * 1024;

impl Bus {
    /// Connects as `name`. Keeps trying in the background if no server is there yet.
    ///
    /// # Errors
    /// If the address or the certificate can't be understood.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where connections to NATS are made"
    )]
    pub async fn connect(
        settings: &NatsSettings,
        name: &str,
        clock: SharedClock,
    ) -> Result<Self, Problem> {
        let (links, _) = broadcast::channel(16);
        let reported = links.clone();
        let mut options = async_nats::ConnectOptions::new()
            .name(format!("{}-{name}", settings.prefix))
            .custom_inbox_prefix(format!("_INBOX.{}.{name}", settings.prefix))
            .retry_on_initial_connect()
            .connection_timeout(CONNECTION_TIMEOUT)
            .request_timeout(Some(Duration::from_millis(settings.call_timeout_ms)))
            .ping_interval(PING_INTERVAL)
            .subscription_capacity(SUBSCRIPTION_CAPACITY)
            .reconnect_delay_callback(|attempt| {
                let attempt = u64::try_from(attempt).unwrap_or(u64::MAX);
                Duration::from_millis(attempt.saturating_mul(50).min(1_000))
            })
            .event_callback(move |event| {
                let link = report(&event);
                let reported = reported.clone();
                async move {
                    if let Some(link) = link {
                        // Nobody listening is fine: not every service holds plain subscriptions.
                        let _ = reported.send(link);
                    }
                }
            });
        if !settings.user.is_empty() {
            options = options.user_and_password(settings.user.clone(), settings.password.clone());
        }
        if !settings.ca_file.as_os_str().is_empty() {
            // Nor a word without: a server that offers no encryption may be anybody's.
            options = options
                .add_root_certificates(settings.ca_file.clone())
                .require_tls(true);
        }
        let servers: Vec<&str> = settings.url.split(',').map(str::trim).collect();
        let client = options
            .connect(servers)
            .await
            .map_err(|err| Problem::unavailable(format!("NATS {}: {err}", settings.url)))?;
        let answers = Answers::listen(&client)
            .await
            .map_err(|err| Problem::unavailable(format!("NATS {}: {err}", settings.url)))?;
        let jetstream = jetstream::ContextBuilder::new()
            .timeout(JETSTREAM_TIMEOUT)
            .ack_timeout(JETSTREAM_TIMEOUT)
            .build(client.clone());
        Ok(Self {
            client,
            jetstream,
            answers,
            settings: Arc::new(settings.clone()),
            clock,
            links,
        })
    }

    /// First part of every subject.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.settings.prefix
    }

    /// What happens to the connection from now on.
    #[must_use]
    pub fn links(&self) -> broadcast::Receiver<Link> {
        self.links.subscribe()
    }

    /// Whether the connection stands now.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.client.connection_state() == async_nats::connection::State::Connected
    }

    /// Waits until the connection stands.
    ///
    /// # Errors
    /// If it does not within `patience`.
    pub async fn connected(&self, patience: Duration) -> Result<(), Problem> {
        // The event may come between the look and the wait, so the subscription comes first.
        let mut links = self.links();
        let waiting = async {
            while !self.is_connected() {
                let _ = tokio::time::timeout(LOOK_EVERY, links.recv()).await;
            }
        };
        tokio::time::timeout(patience, waiting)
            .await
            .map_err(|_| Problem::unavailable(format!("NATS {}: no answer", self.settings.url)))
    }

    /// How many replicas of `service` answer, by the discovery of the micro service API.
    ///
    /// # Errors
    /// If none does.
    pub async fn discover(&self, service: &str) -> Result<usize, Problem> {
        let inbox = self.client.new_inbox();
        let mut answers = self.subscribe(inbox.clone()).await?;
        let question = format!("$SRV.PING.{}-{service}", self.prefix());
        self.client
            .publish_with_reply(question, inbox, bytes::Bytes::new())
            .await
            .map_err(|err| Problem::unavailable(format!("discovery: {err}")))?;
        let mut replicas = 0;
        while let Ok(Some(answer)) = tokio::time::timeout(DISCOVERY, answers.next()).await {
            if answer.status == Some(async_nats::StatusCode::NO_RESPONDERS) {
                break;
            }
            replicas += 1;
        }
        if replicas == 0 {
            return Err(Problem::unavailable(format!("no {service} answers")));
        }
        Ok(replicas)
    }

    /// A plain subscription, known to the server when this returns. Messages that arrive while the
    /// connection is down are missed: [`Bus::links`] tells.
    ///
    /// # Errors
    /// If the server can't be reached.
    pub async fn subscribe(&self, subject: String) -> Result<async_nats::Subscriber, Problem> {
        let text = subject.clone();
        let failed = |err: String| Problem::unavailable(format!("subscribe {text}: {err}"));
        let subscriber = self
            .client
            .subscribe(subject)
            .await
            .map_err(|err| failed(err.to_string()))?;
        self.round_trip().await?;
        Ok(subscriber)
    }

    /// Publishes something whose loss is harmless. Everything else goes through the outbox.
    pub async fn hint(&self, subject: String) {
        if let Err(error) = self.client.publish(subject, bytes::Bytes::new()).await {
            tracing::debug!(%error, "a hint was not published");
        }
    }

    /// Asks the server whether it answers.
    ///
    /// # Errors
    /// If it does not.
    pub async fn check(&self) -> Result<(), Problem> {
        if !self.is_connected() {
            return Err(Problem::unavailable("NATS: not connected"));
        }
        self.round_trip().await
    }

    /// Sends what is waiting and closes the connection.
    pub async fn close(&self) {
        // `drain` of async-nats closes the connection before everything is sent.
        if self.is_connected()
            && let Err(error) = self.round_trip().await
        {
            tracing::warn!(%error, "what was sent last may be lost");
        }
        if let Err(error) = self.client.drain().await {
            tracing::warn!(%error, "the NATS connection could not be drained");
        }
    }
}

fn report(event: &async_nats::Event) -> Option<Link> {
    match event {
        async_nats::Event::Connected => {
            tracing::info!("connected to NATS");
            Some(Link::Up)
        }
        async_nats::Event::Disconnected | async_nats::Event::Closed => {
            tracing::warn!("{event}");
            Some(Link::Down)
        }
        async_nats::Event::SlowConsumer(_) => {
            tracing::warn!("{event}");
            Some(Link::Lost)
        }
        other => {
            tracing::warn!("{other}");
            None
        }
    }
}
