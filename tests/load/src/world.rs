//! Who takes part: people with tokens, and labs with open queues.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use futures::{StreamExt as _, TryStreamExt as _};
use handup::{Part, Settings};
use handup_auth::operator::{NewUser, Operator, Place};
use handup_contracts::v1::types::Role;
use handup_request::domain::fields::LabText;
use handup_request::domain::policy::{Mode, Policy};
use handup_request::operator::ensure_lab;
use handup_runtime::{SharedClock, SystemClock, ids};
use handup_store::Store;
use hyper::header::HeaderValue;
use uuid::Uuid;

use crate::http::Http;

const PASSWORD: &str = "only for one measurement";
/// Works of the preparation at the same time.
const AT_ONCE: usize = 64;
/// Connections on which people log in.
const CONNECTIONS: usize = 16;

/// How many of whom.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Students, each of every lab.
    pub students: usize,
    /// Tutors, each of every lab.
    pub tutors: usize,
    /// Labs.
    pub labs: usize,
}

/// People as the `Authorization` header that names them, and labs.
#[derive(Debug)]
pub struct World {
    /// Students, each of every lab.
    pub students: Vec<HeaderValue>,
    /// Tutors, each of every lab.
    pub tutors: Vec<HeaderValue>,
    /// A lab that makes offers.
    pub offering_lab: Uuid,
    labs: Vec<Uuid>,
}

/// The labs of a world.
#[derive(Debug)]
pub struct Labs {
    /// Those in which tutors pick.
    picking: Vec<Uuid>,
    /// The one that makes offers.
    offering: Uuid,
}

impl World {
    /// For the floor, which knows nobody: headers as long as real ones, and any labs.
    ///
    /// # Errors
    /// Never for the lengths used here.
    pub fn unknown_to_anybody(size: Size) -> anyhow::Result<Self> {
        let people = |count| -> anyhow::Result<Vec<HeaderValue>> {
            let token = format!("Bearer {}", "x".repeat(500));
            Ok(vec![HeaderValue::from_str(&token)?; count])
        };
        Ok(Self {
            students: people(size.students)?,
            tutors: people(size.tutors)?,
            offering_lab: ids::new_id(),
            labs: std::iter::repeat_with(ids::new_id)
                .take(size.labs)
                .collect(),
        })
    }

    /// `count` labs in which nobody has asked yet.
    ///
    /// # Errors
    /// If so many are not left.
    pub fn fresh_labs(&mut self, count: usize) -> anyhow::Result<Vec<Uuid>> {
        let rest = self.labs.len().checked_sub(count);
        let rest = rest.context("too few labs were prepared")?;
        Ok(self.labs.split_off(rest))
    }
}

/// Fills the databases of the system before it starts. Returns the labs.
///
/// # Errors
/// If a database refuses.
pub async fn fill(settings: &Settings, size: Size) -> anyhow::Result<Labs> {
    for part in Part::WITH_STORE {
        let store = part.open_store(settings).await?;
        store.migrate().await?;
        store.close().await;
    }
    let clock: SharedClock = Arc::new(SystemClock);
    let auth = Part::Auth.open_store(settings).await?;
    let request = Part::Request.open_store(settings).await?;
    let operator = Operator::new(&settings.auth, auth.clone(), Arc::clone(&clock));
    let organisation = operator.create_organisation("Load", "UTC").await?;
    let organisation_id: Uuid = organisation.id.parse()?;
    let people = (0..size.students)
        .map(|number| (student(number), Role::Student))
        .chain((0..size.tutors).map(|number| (tutor(number), Role::Tutor)));
    futures::stream::iter(people)
        .map(|(name, role)| add_person(&operator, organisation_id, name, role))
        .buffer_unordered(AT_ONCE)
        .try_collect::<()>()
        .await?;
    let labs = futures::stream::iter(0..size.labs)
        .map(|number| {
            // Tutors take one request after the other and complete none.
            let policy = Policy {
                held_per_tutor: 0,
                ..Policy::default()
            };
            let name = format!("Lab {number}");
            add_lab(&operator, &request, organisation_id, name, policy)
        })
        .buffer_unordered(CONNECTIONS)
        .try_collect()
        .await?;
    let policy = Policy {
        mode: Mode::Push,
        ..Policy::default()
    };
    let name = "Lab with offers".to_owned();
    let offering = add_lab(&operator, &request, organisation_id, name, policy).await?;
    auth.close().await;
    request.close().await;
    Ok(Labs {
        picking: labs,
        offering,
    })
}

async fn add_lab(
    operator: &Operator,
    request: &Store,
    organisation_id: Uuid,
    name: String,
    policy: Policy,
) -> anyhow::Result<Uuid> {
    let text = LabText {
        room: format!("Room of {name}"),
        name,
        topics: Vec::new(),
    };
    let clock: SharedClock = Arc::new(SystemClock);
    let lab = ensure_lab(request, &clock, organisation_id, text, &policy).await?;
    let id = lab.id.parse()?;
    operator.learn_lab(id, organisation_id).await?;
    Ok(id)
}

async fn add_person(
    operator: &Operator,
    organisation_id: Uuid,
    username: String,
    role: Role,
) -> anyhow::Result<()> {
    let user = NewUser {
        email: format!("{username}@load.example"),
        username: username.clone(),
        password: PASSWORD.to_owned(),
        display_name: String::new(),
        admin: false,
    };
    operator.create_user(user).await?;
    let place = Place::Organisation(organisation_id);
    operator.grant(&username, place, role).await?;
    Ok(())
}

/// Logs everybody in, as tools do.
///
/// # Errors
/// If somebody is refused.
pub async fn log_in(address: SocketAddr, size: Size, labs: Labs) -> anyhow::Result<World> {
    Ok(World {
        students: log_in_all(address, (0..size.students).map(student).collect()).await?,
        tutors: log_in_all(address, (0..size.tutors).map(tutor).collect()).await?,
        offering_lab: labs.offering,
        labs: labs.picking,
    })
}

async fn log_in_all(address: SocketAddr, names: Vec<String>) -> anyhow::Result<Vec<HeaderValue>> {
    let share = names.len().div_ceil(CONNECTIONS).max(1);
    let sessions = names.chunks(share).map(|names| async move {
        let mut http = Http::connect(address).await?;
        let mut tokens = Vec::with_capacity(names.len());
        for name in names {
            let json =
                serde_json::json!({"login": name, "password": PASSWORD, "transport": "bearer"});
            let (status, body) = http
                .post("/api/v1/sessions", None, json.to_string().into())
                .await?;
            let session: serde_json::Value = serde_json::from_slice(&body)?;
            let token = session["access_token"]
                .as_str()
                .with_context(|| format!("{name}: {status} {session}"))?;
            tokens.push(HeaderValue::from_str(&format!("Bearer {token}"))?);
        }
        anyhow::Ok(tokens)
    });
    Ok(futures::future::try_join_all(sessions).await?.concat())
}

fn student(number: usize) -> String {
    format!("student{number}")
}

fn tutor(number: usize) -> String {
    format!("tutor{number}")
}
