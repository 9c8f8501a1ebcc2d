use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use handup::{Part, Settings, System};
use handup_auth::operator::{NewUser, Operator, Place};
use handup_contracts::v1::types::Role;
use handup_request::domain::fields::LabText;
use handup_request::domain::policy::Policy;
use handup_request::operator::ensure_lab;
use handup_runtime::SharedClock;
use handup_testkit::clock::ForwardClock;
use handup_testkit::database::{Backend, TestDatabase};
use handup_testkit::identity::SERVICE_SECRET;
use handup_testkit::nats::NatsServer;
use handup_testkit::proxy::Proxy;
use handup_testkit::wait;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::person::{Answer, Person};

/// Password of everybody on stage.
const PASSWORD: &str = "on stage everybody has it";

/// The whole system, running, with one organisation and one lab.
pub struct Stage {
    /// The nats-server; behind a proxy.
    pub nats: NatsServer,
    /// The network between the system and NATS.
    pub nats_link: Proxy,
    /// The network between the system and PostgreSQL; `None` on SQLite.
    pub database_link: Option<Proxy>,
    /// The lab.
    pub lab_id: Uuid,
    /// Its organisation.
    pub organisation_id: Uuid,
    systems: Vec<System>,
    settings: Settings,
    clock: Arc<ForwardClock>,
    operator: Operator,
    _database: TestDatabase,
}

impl Stage {
    /// One replica of everything.
    pub async fn start(backend: Backend) -> Self {
        Self::with(backend, 1, |_| {}).await
    }

    /// `replicas` replicas of everything, with settings changed by `adjust`.
    pub async fn with(
        backend: Backend,
        replicas: usize,
        adjust: impl FnOnce(&mut Settings),
    ) -> Self {
        let nats = NatsServer::start().await;
        let database = TestDatabase::create(backend).await;
        let stage = Self::furnished(nats, database, adjust).await;
        stage.replicated(replicas).await
    }

    /// Like [`Stage::with`], without links that could be cut: under much load they would be a good part
    /// of what is measured.
    pub async fn without_links(
        backend: Backend,
        replicas: usize,
        adjust: impl FnOnce(&mut Settings),
    ) -> Self {
        let nats = NatsServer::start().await;
        let database = TestDatabase::create(backend).await;
        let (nats_url, database_url) = (nats.settings("stage").url, database.settings().url);
        let direct = |settings: &mut Settings| {
            adjust(settings);
            settings.nats.url = nats_url;
            settings.database.url = database_url;
        };
        let stage = Self::furnished(nats, database, direct).await;
        stage.replicated(replicas).await
    }

    /// Each service by itself, connected to NATS as the user of `k8s/base/nats/users.conf` that it is.
    pub async fn apart(backend: Backend) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../k8s/base/nats/users.conf");
        let nats = NatsServer::with_users(&file, &Part::ALL.map(Part::name)).await;
        let database = TestDatabase::create(backend).await;
        let prefix = |settings: &mut Settings| settings.nats.prefix = "handup".to_owned();
        let mut stage = Self::furnished(nats, database, prefix).await;
        for part in Part::ALL {
            let settings = stage.settings_of(part);
            stage.add(&settings, &[part]).await;
        }
        stage
    }

    /// The settings with which one service runs on a stage where each is by itself.
    #[must_use]
    pub fn settings_of(&self, part: Part) -> Settings {
        let mut settings = self.settings.clone();
        settings.nats.user = part.name().to_owned();
        settings.nats.password = NatsServer::password(part.name());
        settings
    }

    async fn furnished(
        nats: NatsServer,
        database: TestDatabase,
        adjust: impl FnOnce(&mut Settings),
    ) -> Self {
        let nats_link = Proxy::to(format!("127.0.0.1:{}", nats.port())).await;
        let mut settings = settings(&nats, &nats_link);
        settings.database = database.settings();
        let database_link = divert(&mut settings.database.url).await;
        adjust(&mut settings);
        let clock = Arc::new(ForwardClock::default());
        let shared: SharedClock = clock.clone();
        for part in Part::WITH_STORE {
            let store = part.open_store(&settings).await.expect("a database");
            store.migrate().await.expect("the tables are made");
            store.close().await;
        }
        let auth = Part::Auth.open_store(&settings).await.expect("a database");
        let operator = Operator::new(&settings.auth, auth, Arc::clone(&shared));
        let (organisation_id, lab_id) = furnish(&settings, &shared, &operator).await;
        Self {
            nats,
            nats_link,
            database_link,
            lab_id,
            organisation_id,
            systems: Vec::new(),
            settings,
            clock,
            operator,
            _database: database,
        }
    }

    async fn replicated(mut self, replicas: usize) -> Self {
        for _ in 0..replicas {
            self.add_replica().await;
        }
        self
    }

    /// Starts one more replica of everything.
    pub async fn add_replica(&mut self) {
        let settings = self.settings.clone();
        self.add(&settings, &Part::ALL).await;
    }

    async fn add(&mut self, settings: &Settings, parts: &[Part]) {
        let system = System::start(settings, parts, self.clock())
            .await
            .expect("the system starts");
        wait::until("the system is ready", || system.is_ready()).await;
        self.systems.push(system);
    }

    /// Address of a replica's edge; numbers past the last begin again with the first.
    #[must_use]
    pub fn address(&self, number: usize) -> SocketAddr {
        let edges: Vec<_> = self.systems.iter().filter_map(System::http).collect();
        edges[number % edges.len()]
    }

    /// Address of a replica's health port, counted as [`Stage::address`] does.
    #[must_use]
    pub fn health(&self, number: usize) -> SocketAddr {
        self.systems[number % self.systems.len()].health()
    }

    /// Whether every replica says that it is ready.
    pub async fn is_ready(&self) -> bool {
        for system in &self.systems {
            if !system.is_ready().await {
                return false;
            }
        }
        true
    }

    /// The settings the replicas run with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What time it is.
    #[must_use]
    pub fn clock(&self) -> SharedClock {
        self.clock.clone()
    }

    /// Lets everybody's clock go on by `ms` milliseconds at once.
    pub fn put_clock_forward(&self, ms: i64) {
        self.clock.put_forward(ms);
    }

    /// Makes an account with a role in the lab (none for [`Role::Unspecified`]) and logs in.
    /// Different people are served by different replicas.
    pub async fn person(&self, username: &str, role: Role) -> Person {
        self.account(self.lab_id, username, role).await;
        self.log_in(username).await
    }

    /// Like [`Stage::person`], in the lab `lab_id`, with connections shared with others.
    pub async fn member(
        &self,
        http: reqwest::Client,
        lab_id: Uuid,
        username: &str,
        role: Role,
    ) -> Person {
        self.account(lab_id, username, role).await;
        Person::log_in_through(http, self.address_of(username), username, PASSWORD).await
    }

    /// Logs somebody in, once more.
    pub async fn log_in(&self, username: &str) -> Person {
        Person::log_in(self.address_of(username), username, PASSWORD).await
    }

    /// Makes an account with a role in the lab `lab_id`, and does not log in.
    pub async fn account(&self, lab_id: Uuid, username: &str, role: Role) {
        self.operator
            .create_user(NewUser {
                username: username.to_owned(),
                email: format!("{username}@stage.example"),
                password: PASSWORD.to_owned(),
                display_name: String::new(),
                admin: false,
            })
            .await
            .expect("an account");
        let place = match role {
            Role::Manager => Place::Organisation(self.organisation_id),
            _ => Place::Lab(lab_id),
        };
        if role != Role::Unspecified {
            self.operator
                .grant(username, place, role)
                .await
                .expect("a role");
        }
    }

    fn address_of(&self, username: &str) -> SocketAddr {
        self.address(username.bytes().map(usize::from).sum())
    }

    /// One more lab in the same organisation, with an open queue.
    pub async fn add_lab(&self, name: &str) -> Uuid {
        let (clock, place) = (self.clock(), self.organisation_id);
        open_lab(&self.settings, &clock, &self.operator, place, name).await
    }

    /// People with the same role: `name1`, `name2`, …
    pub async fn people(&self, name: &str, count: usize, role: Role) -> Vec<Person> {
        let mut people = Vec::with_capacity(count);
        for number in 1..=count {
            people.push(self.person(&format!("{name}{number}"), role).await);
        }
        people
    }

    /// Has a manager change rules of the lab's usual policy.
    pub async fn set_policy(&self, manager: &Person, changes: Value) -> Answer {
        let policy = Self::policy(&changes);
        manager.put(&self.lab("/policy"), policy).await
    }

    /// A lab's usual policy with `changes`.
    #[must_use]
    pub fn policy(changes: &Value) -> Value {
        let mut policy = json!({
            "mode": "pull",
            "order": "fifo",
            "cooldown_s": 0,
            "held_per_tutor": 1,
            "offer_deadline_s": 30,
            "grace_s": 120,
            "hold_limit_s": 600,
        });
        for (rule, value) in changes.as_object().expect("an object of rules") {
            policy[rule] = value.clone();
        }
        policy
    }

    /// Path of the lab in the API.
    #[must_use]
    pub fn lab(&self, rest: &str) -> String {
        format!("/api/v1/labs/{}{rest}", self.lab_id)
    }

    /// Ends everything in order.
    pub async fn stop(self) {
        for system in self.systems {
            system.stop().await.expect("the system ends in order");
        }
    }
}

fn settings(nats: &NatsServer, link: &Proxy) -> Settings {
    let mut settings = Settings {
        nats: nats.settings("stage"),
        ..Settings::default()
    };
    settings.nats.url = format!("nats://{}", link.address());
    settings.listen.http = "127.0.0.1:0".to_owned();
    settings.listen.health = "127.0.0.1:0".to_owned();
    settings.platform.service_secret = SERVICE_SECRET.to_owned();
    // Tests log in by the hundred; what they show is not the cost of a hash.
    settings.auth.hashing.memory_kib = 8;
    settings.auth.hashing.passes = 1;
    let limits = &mut settings.gateway.limits;
    for limit in [
        &mut limits.register,
        &mut limits.log_in,
        &mut limits.refresh,
        &mut limits.join,
    ] {
        limit.per_minute = 0;
    }
    settings
}

/// Puts a proxy between the system and the server in a PostgreSQL address; SQLite has none.
async fn divert(url: &mut String) -> Option<Proxy> {
    let (before, rest) = url.split_once('@')?;
    let (server, database) = rest.split_once('/').expect("a database in the address");
    let proxy = Proxy::to(server.to_owned()).await;
    *url = format!("{before}@{}/{database}", proxy.address());
    Some(proxy)
}

async fn furnish(settings: &Settings, clock: &SharedClock, operator: &Operator) -> (Uuid, Uuid) {
    let organisation = operator
        .create_organisation("Stage University", "Europe/Berlin")
        .await
        .expect("an organisation");
    let organisation_id = organisation.id.parse().expect("an id");
    let name = "Programming 1";
    let lab_id = open_lab(settings, clock, operator, organisation_id, name).await;
    (organisation_id, lab_id)
}

async fn open_lab(
    settings: &Settings,
    clock: &SharedClock,
    operator: &Operator,
    organisation_id: Uuid,
    name: &str,
) -> Uuid {
    let request = Part::Request
        .open_store(settings)
        .await
        .expect("a database");
    let text = LabText {
        name: name.to_owned(),
        room: "1.42".to_owned(),
        topics: vec!["Loops".to_owned()],
    };
    let policy = Policy::default();
    let lab = ensure_lab(&request, clock, organisation_id, text, &policy)
        .await
        .expect("a lab");
    request.close().await;
    let lab_id = lab.id.parse().expect("an id");
    operator
        .learn_lab(lab_id, organisation_id)
        .await
        .expect("auth learns of the lab");
    lab_id
}
