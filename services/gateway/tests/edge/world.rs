//! A gateway, the services that pretend, and people.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use handup_bus::rpc::Serving;
use handup_bus::{Bus, NatsSettings};
use handup_contracts::v1::events::Event;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::types::{
    Announcement, AssignmentMode, Availability, AvailabilityStatus, Lab, Policy, QueueOrder,
    Request, RequestStatus, Role,
};
use handup_contracts::{Message as _, Problem, events};
use handup_gateway::{Config, GatewayDeps};
use handup_runtime::{ManualClock, SharedClock, Shutdown};
use handup_testkit::identity::TestIssuer;
use handup_testkit::nats::NatsServer;
use handup_testkit::wait;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use uuid::Uuid;

use crate::fakes::{Fakes, Known};

/// For revisions that are compared too seldom to matter: what a test lays out is known to the
/// services a moment before the event is heard of, and a comparison in between would heal it.
const NEVER_MS: u64 = 600_000;
/// When the tests take place: 2026-01-01.
pub const NOW_MS: i64 = 1_767_225_600_000;
const PREFIX: &str = "edge";

/// The one lab.
pub fn lab_id() -> Uuid {
    Uuid::from_u128(1000)
}

/// The person with this number.
pub fn person_id(number: u8) -> Uuid {
    Uuid::from_u128(2000 + u128::from(number))
}

/// A waiting request of the student with this number.
pub fn request(number: u8) -> Request {
    Request {
        id: Uuid::from_u128(3000 + u128::from(number)).to_string(),
        organisation_id: Uuid::from_u128(1001).to_string(),
        lab_id: lab_id().to_string(),
        student_id: person_id(number).to_string(),
        student_name: format!("Student-{number}"),
        status: RequestStatus::Pending.into(),
        seat: format!("Seat-{number}"),
        description: format!("Description-{number}"),
        place: i64::from(number),
        created_at_ms: NOW_MS,
        version: 1,
        ..Request::default()
    }
}

/// A tutor's availability.
pub fn tutor(number: u8, version: i64) -> Availability {
    Availability {
        id: Uuid::from_u128(4000 + u128::from(number)).to_string(),
        lab_id: lab_id().to_string(),
        tutor_id: person_id(number).to_string(),
        tutor_name: format!("Tutor-{number}"),
        status: AvailabilityStatus::Available.into(),
        changed_at_ms: NOW_MS,
        version,
        ..Availability::default()
    }
}

/// What the services know at the beginning: students 1 to 9 with requests of 1 and 2 waiting,
/// tutor 20, manager 30.
fn known() -> Known {
    let students = (1..10).map(|number| (person_id(number), Role::Student));
    let staff = [(person_id(20), Role::Tutor), (person_id(30), Role::Manager)];
    Known {
        lab: Lab {
            id: lab_id().to_string(),
            organisation_id: Uuid::from_u128(1001).to_string(),
            name: "Programming".into(),
            room: "2.14".into(),
            queue_open: true,
            revision: 2,
            created_at_ms: NOW_MS,
            version: 1,
            topics: vec!["Loops".into()],
            policy: Some(Policy {
                mode: AssignmentMode::Both.into(),
                order: QueueOrder::Fifo.into(),
                held_per_tutor: 2,
                offer_deadline_s: 30,
                grace_s: 120,
                hold_limit_s: 600,
                ..Policy::default()
            }),
            announcement: Some(Announcement {
                text: "Room change!".into(),
                at_ms: NOW_MS,
                by_name: "Ada Tutor".into(),
            }),
            ..Lab::default()
        },
        requests: vec![request(1), request(2)],
        roles: students.chain(staff).collect(),
        tutors: vec![tutor(20, 1)],
        ..Known::default()
    }
}

/// Settings under which only what a test does makes the gateway act.
pub fn usual() -> Config {
    let mut config = Config::default();
    config.live.compare_ms = NEVER_MS;
    config
}

/// Everything a test needs.
pub struct World {
    pub nats: NatsServer,
    pub fakes: Arc<Fakes>,
    pub clock: Arc<ManualClock>,
    pub http: reqwest::Client,
    address: SocketAddr,
    issuer: TestIssuer,
    publisher: async_nats::Client,
    shutdown: Shutdown,
    gateway: JoinHandle<Result<(), Problem>>,
    _serving: Vec<Serving>,
}

impl World {
    /// With usual settings.
    pub async fn new() -> Self {
        Self::with(usual()).await
    }

    /// With these settings.
    pub async fn with(config: Config) -> Self {
        let nats = NatsServer::start().await;
        let settings = nats.settings(PREFIX);
        let clock = Arc::new(ManualClock::at(NOW_MS));
        let shared: SharedClock = clock.clone();
        let issuer = TestIssuer::new(Arc::clone(&shared));
        let fakes = Fakes::new(known(), issuer.verifier());
        let serving = fakes
            .serve(&connect(&settings, "fakes", &shared).await)
            .await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let deps = GatewayDeps {
            bus: connect(&settings, "gateway", &shared).await,
            verifier: issuer.verifier(),
            services: issuer.services(),
            clock: shared,
        };
        let shutdown = Shutdown::new();
        let gateway = handup_gateway::build(config, deps);
        let started = gateway.started();
        let gateway = tokio::spawn(gateway.run(listener, shutdown.clone()));
        wait::until("the gateway answers", || async {
            started.load(std::sync::atomic::Ordering::SeqCst)
        })
        .await;
        Self {
            publisher: publisher(&nats).await,
            http: reqwest::Client::new(),
            nats,
            fakes,
            clock,
            address,
            issuer,
            shutdown,
            gateway,
            _serving: serving,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The origin of the gateway's own pages.
    pub fn origin(&self) -> String {
        self.url("")
    }

    /// An access token of the person with this number.
    pub fn token(&self, number: u8) -> String {
        let caller = self
            .issuer
            .caller(person_id(number), &format!("Person-{number}"));
        caller
            .authorization
            .unwrap()
            .strip_prefix("Bearer ")
            .unwrap()
            .to_owned()
    }

    /// Publishes an event about the lab's queue and lets the services know the same.
    pub async fn happen(&self, revision: i64, name: &str, state: Request) {
        self.know(revision, &state);
        self.tell(revision, name, State::Request(state)).await;
    }

    /// Lets the services know of a change that no event tells of.
    pub fn know(&self, revision: i64, state: &Request) {
        let mut known = self.fakes.known();
        known.requests.retain(|one| one.id != state.id);
        if [RequestStatus::Pending, RequestStatus::InProgress].contains(&state.status()) {
            known.requests.push(state.clone());
        }
        known.lab.revision = revision;
    }

    /// Publishes an event about the lab.
    pub async fn tell(&self, revision: i64, name: &str, state: State) {
        let aggregate = match &state {
            State::Request(_) => "request",
            State::Lab(_) => "queue",
            _ => "availability",
        };
        let event = Event {
            desk: events::DESK_LAB.into(),
            scope_id: lab_id().to_string(),
            aggregate: aggregate.into(),
            name: name.into(),
            revision,
            state: Some(state),
            ..Event::default()
        };
        self.publish(event).await;
    }

    pub async fn publish(&self, event: Event) {
        let subject = events::subject(PREFIX, &event);
        self.publisher
            .publish(subject, event.encode_to_vec().into())
            .await
            .unwrap();
        self.publisher.flush().await.unwrap();
    }

    pub async fn publish_replayed(&self, event: Event) {
        let subject = events::subject(PREFIX, &event);
        let mut headers = async_nats::HeaderMap::new();
        headers.insert(handup_contracts::headers::REPLAY, "1");
        let payload = event.encode_to_vec().into();
        self.publisher
            .publish_with_headers(subject, headers, payload)
            .await
            .unwrap();
        self.publisher.flush().await.unwrap();
    }

    pub async fn hint_statistics(&self) {
        let subject = events::statistics_hint(PREFIX, &lab_id().to_string());
        self.publisher
            .publish(subject, Vec::new().into())
            .await
            .unwrap();
        self.publisher.flush().await.unwrap();
    }

    /// A live connection of the person with this number.
    pub async fn connect(&self, number: u8) -> Live {
        let authorization = format!("Bearer {}", self.token(number));
        self.connect_with(&[("authorization", &authorization)])
            .await
            .unwrap()
    }

    pub async fn connect_with(&self, headers: &[(&'static str, &str)]) -> Result<Live, Error> {
        let stream = TcpStream::connect(self.address).await?;
        self.connect_over(stream, headers).await
    }

    pub async fn connect_over(
        &self,
        stream: TcpStream,
        headers: &[(&'static str, &str)],
    ) -> Result<Live, Error> {
        let url = format!("ws://{}/api/v1/live", self.address);
        let mut request = url.into_client_request()?;
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let stream = MaybeTlsStream::Plain(stream);
        let (socket, _) = tokio_tungstenite::client_async(request, stream).await?;
        Ok(Live { socket })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends the gateway in order.
    pub async fn end(self) -> Arc<Fakes> {
        self.shutdown.request();
        let ended = tokio::time::timeout(Duration::from_secs(30), self.gateway).await;
        ended.unwrap().unwrap().unwrap();
        self.fakes
    }

    /// Asks the gateway to end, and does not wait.
    pub fn ask_to_end(&self) {
        self.shutdown.request();
    }
}

async fn connect(settings: &NatsSettings, name: &str, clock: &SharedClock) -> Bus {
    let bus = Bus::connect(settings, name, Arc::clone(clock))
        .await
        .unwrap();
    wait::until("NATS is reached", || async { bus.is_connected() }).await;
    bus
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test speaks on subjects that belong to services"
)]
async fn publisher(nats: &NatsServer) -> async_nats::Client {
    async_nats::connect(nats.url()).await.unwrap()
}

/// A live connection.
pub struct Live {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Live {
    pub async fn send(&mut self, message: Value) {
        self.send_text(&message.to_string()).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    pub async fn subscribe(&mut self, topic: &str) {
        self.send(json!({"type": "subscribe", "topic": topic}))
            .await;
    }

    pub async fn subscribe_lab(&mut self) {
        self.subscribe(&lab_topic()).await;
    }

    /// The next message.
    pub async fn next(&mut self) -> Value {
        let waiting = async {
            loop {
                match self
                    .socket
                    .next()
                    .await
                    .expect("the connection is open")
                    .unwrap()
                {
                    Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                    Message::Ping(_) | Message::Pong(_) => {}
                    other => panic!("unexpected: {other:?}"),
                }
            }
        };
        tokio::time::timeout(wait::LONGEST, waiting)
            .await
            .expect("a message in time")
    }

    /// The next message of this type; others are passed over.
    pub async fn next_of(&mut self, kind: &str) -> Value {
        loop {
            let message = self.next().await;
            if message["type"] == kind {
                return message;
            }
        }
    }

    /// The code with which the server closes; messages before it are passed over.
    pub async fn closed(&mut self) -> u16 {
        let waiting = async {
            loop {
                match self.socket.next().await {
                    Some(Ok(Message::Close(Some(CloseFrame { code, .. })))) => return code.into(),
                    Some(Ok(_)) => {}
                    other => panic!("no close frame: {other:?}"),
                }
            }
        };
        tokio::time::timeout(wait::LONGEST, waiting)
            .await
            .expect("an end in time")
    }
}

/// The lab's topic.
pub fn lab_topic() -> String {
    format!("lab/{}", lab_id())
}
