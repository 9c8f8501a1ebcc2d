//! Services that answer what a test has laid out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use handup_bus::rpc::{RpcServer, Serving};
use handup_bus::{Bus, Call};
use handup_contracts::v1::types::{Account, Availability, Lab, Notification, Offer, Request, Role};
use handup_contracts::v1::{analytics, assignment, auth, notification, request};
use handup_contracts::{Code, Problem};
use handup_identity::Verifier;
use uuid::Uuid;

/// What the services know.
#[derive(Default)]
pub struct Known {
    pub lab: Lab,
    pub requests: Vec<Request>,
    pub roles: HashMap<Uuid, Role>,
    pub tutors: Vec<Availability>,
    pub notifications: Vec<Notification>,
    pub offers: Vec<Offer>,
    /// Every report of presence: the names, in order.
    pub presence: Vec<Vec<String>>,
    /// What arrived, as method and a word about it.
    pub calls: Vec<(&'static str, String)>,
    pub queue_reads: usize,
}

/// The pretending services.
pub struct Fakes {
    known: Mutex<Known>,
    verifier: Arc<Verifier>,
}

/// The access token that logging in gives; no service takes it.
pub const ACCESS: &str = "access-of-log-in";
/// The refresh token that logging in gives.
pub const REFRESH: &str = "refresh-of-log-in";

impl Fakes {
    pub fn new(known: Known, verifier: Arc<Verifier>) -> Arc<Self> {
        let known = Mutex::new(known);
        Arc::new(Self { known, verifier })
    }

    pub fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap()
    }

    pub async fn serve(self: &Arc<Self>, bus: &Bus) -> Vec<Serving> {
        let servers = [
            RpcServer::new("auth")
                .method(auth::methods::Register, self, register)
                .method(auth::methods::LogIn, self, log_in)
                .method(auth::methods::Refresh, self, refresh)
                .method(auth::methods::LogOut, self, log_out)
                .method(auth::methods::GetMe, self, get_me)
                .method(auth::methods::GetKeys, self, get_keys)
                .method(auth::methods::GetRole, self, get_role),
            RpcServer::new("request")
                .method(request::methods::GetLab, self, get_lab)
                .method(request::methods::Create, self, create)
                .method(request::methods::Accept, self, accept)
                .method(request::methods::List, self, list)
                .method(request::methods::GetQueue, self, get_queue)
                .method(request::methods::WatchQueue, self, watch_queue)
                .method(request::methods::ListRevisions, self, list_revisions),
            RpcServer::new("assignment")
                .method(
                    assignment::methods::ListAvailability,
                    self,
                    list_availability,
                )
                .method(assignment::methods::ListMyOffers, self, list_my_offers)
                .method(assignment::methods::ReportPresence, self, report_presence),
            RpcServer::new("notification").method(notification::methods::List, self, told),
            RpcServer::new("analytics").method(analytics::methods::GetLabStatistics, self, figures),
        ];
        let mut serving = Vec::new();
        for server in servers {
            serving.push(server.start(bus).await.unwrap());
        }
        serving
    }

    async fn role<T>(&self, call: &Call<T>) -> Result<Role, Problem> {
        let person = self.verifier.person(&call.caller).await?;
        self.known()
            .roles
            .get(&person.id)
            .copied()
            .ok_or_else(|| Problem::not_found("There is no such lab."))
    }
}

fn session() -> auth::SessionReply {
    auth::SessionReply {
        session_id: Uuid::from_u128(90).to_string(),
        access_token: ACCESS.to_owned(),
        access_expires_at_ms: super::world::NOW_MS + 900_000,
        refresh_token: REFRESH.to_owned(),
        refresh_expires_at_ms: super::world::NOW_MS + 86_400_000,
        account: Some(Account {
            id: Uuid::from_u128(91).to_string(),
            username: "ada".into(),
            display_name: "Ada".into(),
            email: "ada@example.org".into(),
            created_at_ms: super::world::NOW_MS,
            ..Account::default()
        }),
        memberships: Vec::new(),
    }
}

async fn register(
    fakes: Arc<Fakes>,
    call: Call<auth::RegisterRequest>,
) -> Result<auth::SessionReply, Problem> {
    fakes.known().calls.push(("register", call.input.device));
    Ok(session())
}

async fn log_in(
    fakes: Arc<Fakes>,
    call: Call<auth::LogInRequest>,
) -> Result<auth::SessionReply, Problem> {
    fakes
        .known()
        .calls
        .push(("log_in", call.caller.request_id.unwrap_or_default()));
    if call.input.password == "right" {
        return Ok(session());
    }
    Err(Problem::new(
        Code::WrongCredentials,
        "Invalid username or password.",
    ))
}

async fn refresh(
    _: Arc<Fakes>,
    call: Call<auth::RefreshRequest>,
) -> Result<auth::SessionReply, Problem> {
    if call.input.refresh_token == REFRESH {
        return Ok(session());
    }
    Err(Problem::unauthenticated())
}

async fn log_out(
    fakes: Arc<Fakes>,
    call: Call<auth::LogOutRequest>,
) -> Result<auth::LogOutReply, Problem> {
    fakes
        .known()
        .calls
        .push(("log_out", call.input.refresh_token));
    Ok(auth::LogOutReply {})
}

async fn get_me(
    fakes: Arc<Fakes>,
    call: Call<auth::GetMeRequest>,
) -> Result<auth::MeReply, Problem> {
    let person = fakes.verifier.person(&call.caller).await?;
    let mut account = session().account.unwrap();
    account.display_name.clone_from(&person.name);
    Ok(auth::MeReply {
        account: Some(account),
        memberships: Vec::new(),
    })
}

async fn get_keys(
    _: Arc<Fakes>,
    _: Call<auth::GetKeysRequest>,
) -> Result<auth::KeysReply, Problem> {
    Ok(auth::KeysReply {
        jwks_json: r#"{"keys":[]}"#.into(),
    })
}

async fn get_role(
    fakes: Arc<Fakes>,
    call: Call<auth::GetRoleRequest>,
) -> Result<auth::RoleReply, Problem> {
    let role = fakes.role(&call).await.unwrap_or(Role::Unspecified);
    Ok(auth::RoleReply {
        role: role.into(),
        ..auth::RoleReply::default()
    })
}

async fn get_lab(
    fakes: Arc<Fakes>,
    call: Call<request::GetLabRequest>,
) -> Result<request::LabReply, Problem> {
    let role = fakes.role(&call).await?;
    let lab = fakes.known().lab.clone();
    if call.input.lab_id != lab.id {
        return Err(Problem::not_found("There is no such lab."));
    }
    Ok(request::LabReply {
        lab: Some(request::LabView {
            lab: Some(lab),
            role: role.into(),
            waiting: 2,
            in_progress: 1,
        }),
    })
}

async fn create(
    fakes: Arc<Fakes>,
    call: Call<request::CreateRequest>,
) -> Result<request::CreateReply, Problem> {
    let key = call.input.idempotency_key.clone();
    fakes.known().calls.push(("create", key));
    match call.input.seat.as_str() {
        "" => Err(Problem::invalid("seat", "The PC number is needed.")),
        "panic" => panic!("as the test wants"),
        seat => Ok(request::CreateReply {
            request: Some(Request {
                seat: seat.to_owned(),
                ..super::world::request(1)
            }),
            position: 3,
            ..request::CreateReply::default()
        }),
    }
}

async fn accept(
    _: Arc<Fakes>,
    _: Call<request::AcceptRequest>,
) -> Result<request::RequestReply, Problem> {
    Err(Problem::conflict("Ada is already helping.")
        .with_winner("Ada")
        .with_retry_after_ms(1_500)
        .with_internal("row version 7"))
}

async fn list(
    fakes: Arc<Fakes>,
    call: Call<request::ListRequest>,
) -> Result<request::ListReply, Problem> {
    fakes
        .known()
        .calls
        .push(("list", format!("{:?}", call.input)));
    Ok(request::ListReply {
        requests: vec![super::world::request(1)],
        next_page: "p2".into(),
    })
}

async fn get_queue(
    fakes: Arc<Fakes>,
    _: Call<request::GetQueueRequest>,
) -> Result<request::QueueReply, Problem> {
    let known = fakes.known();
    Ok(request::QueueReply {
        lab: Some(known.lab.clone()),
        requests: known.requests.clone(),
    })
}

async fn watch_queue(
    fakes: Arc<Fakes>,
    call: Call<request::WatchQueueRequest>,
) -> Result<request::WatchQueueReply, Problem> {
    assert_eq!(fakes.verifier.service(&call.caller)?, "gateway");
    let mut known = fakes.known();
    known.queue_reads += 1;
    Ok(request::WatchQueueReply {
        lab: Some(known.lab.clone()),
        requests: known.requests.clone(),
    })
}

async fn list_revisions(
    fakes: Arc<Fakes>,
    call: Call<request::ListRevisionsRequest>,
) -> Result<request::RevisionsReply, Problem> {
    fakes.verifier.service(&call.caller)?;
    let known = fakes.known();
    let revision = |id: &String| {
        if *id == known.lab.id {
            known.lab.revision
        } else {
            0
        }
    };
    Ok(request::RevisionsReply {
        revisions: call.input.lab_ids.iter().map(revision).collect(),
    })
}

async fn list_availability(
    fakes: Arc<Fakes>,
    call: Call<assignment::ListAvailabilityRequest>,
) -> Result<assignment::AvailabilitiesReply, Problem> {
    if fakes.role(&call).await? == Role::Student {
        return Err(Problem::forbidden("Only staff may see this."));
    }
    Ok(assignment::AvailabilitiesReply {
        availabilities: fakes.known().tutors.clone(),
    })
}

async fn report_presence(
    fakes: Arc<Fakes>,
    call: Call<assignment::ReportPresenceRequest>,
) -> Result<assignment::ReportPresenceReply, Problem> {
    fakes.verifier.service(&call.caller)?;
    let mut names: Vec<_> = call
        .input
        .present
        .into_iter()
        .map(|presence| presence.tutor_name)
        .collect();
    names.sort();
    fakes.known().presence.push(names);
    Ok(assignment::ReportPresenceReply {})
}

async fn told(
    fakes: Arc<Fakes>,
    call: Call<notification::ListRequest>,
) -> Result<notification::ListReply, Problem> {
    fakes.verifier.person(&call.caller).await?;
    let notifications = fakes.known().notifications.clone();
    Ok(notification::ListReply {
        unread: i64::try_from(notifications.len()).unwrap(),
        notifications,
        next_page: String::new(),
    })
}

async fn figures(
    _: Arc<Fakes>,
    call: Call<analytics::GetLabStatisticsRequest>,
) -> Result<analytics::LabStatisticsReply, Problem> {
    Ok(analytics::LabStatisticsReply {
        lab_id: call.input.lab_id,
        from_ms: call.input.from_ms,
        to_ms: call.input.to_ms,
        requests: 2,
        wait: Some(analytics::Spread {
            count: 2,
            median_ms: 61_500,
            p90_ms: 90_000,
        }),
        ..analytics::LabStatisticsReply::default()
    })
}

async fn list_my_offers(
    fakes: Arc<Fakes>,
    call: Call<assignment::ListMyOffersRequest>,
) -> Result<assignment::OffersReply, Problem> {
    let person = fakes.verifier.person(&call.caller).await?;
    let id = person.id.to_string();
    let offers = fakes.known().offers.clone().into_iter();
    Ok(assignment::OffersReply {
        offers: offers.filter(|offer| offer.helper_id == id).collect(),
        next_page: String::new(),
    })
}
