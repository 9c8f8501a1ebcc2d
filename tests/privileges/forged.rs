//! Inside the cluster, as the user of NATS that may call the most: whoever calls is who a good token
//! says, whatever else comes with the call.

use std::sync::Arc;

use async_nats::HeaderMap;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use handup::Part;
use handup_bus::{Bus, Caller};
use handup_contracts::rpc::{self, Method};
use handup_contracts::v1::assignment::{ReportPresenceRequest, methods as assignment};
use handup_contracts::v1::request::{
    AcceptRequest, ClaimRequest, ListRevisionsRequest, WatchQueueRequest, methods as request,
};
use handup_contracts::v1::types::Role;
use handup_contracts::{Code, Message as _, Problem, headers};
use handup_identity::ServiceTokens;
use handup_runtime::ids;
use handup_system_tests::{Person, Stage};
use handup_testkit::clock::ForwardClock;
use handup_testkit::database::Backend;
use handup_testkit::identity::{SERVICE_SECRET, TestIssuer};
use serde_json::{Value, json};

/// Everybody on stage, and a request that waits.
struct Scene {
    stage: Stage,
    bus: Bus,
    student: Person,
    tutor: Person,
    request_id: String,
}

impl Scene {
    async fn set() -> Self {
        let stage = Stage::apart(Backend::Sqlite).await;
        let settings = stage.settings_of(Part::Gateway).nats;
        let bus = Bus::connect(&settings, Part::Gateway.name(), stage.clock())
            .await
            .unwrap();
        bus.connected(handup_testkit::wait::LONGEST).await.unwrap();
        let student = stage.person("sam", Role::Student).await;
        let tutor = stage.person("tim", Role::Tutor).await;
        let asked = student.ask(&stage.lab(""), "14", "one").await.ok();
        let request_id = asked["request"]["id"].as_str().unwrap().to_owned();
        Self {
            stage,
            bus,
            student,
            tutor,
            request_id,
        }
    }

    /// Takes the request with this token; only staff may.
    async fn accept(&self, token: &str) -> Result<(), Problem> {
        let input = AcceptRequest {
            request_id: self.request_id.clone(),
            or_else: Vec::new(),
        };
        let caller = Caller::bearer(token);
        let reply = self.bus.call(request::Accept, &caller, &input).await;
        reply.map(|_| ())
    }

    async fn refuses(&self, token: &str, code: Code, why: &str) {
        let refusal = self.accept(token).await.expect_err(why);
        assert_eq!(refusal.code, code, "{why}");
    }

    /// The request still waits, and the tutor's own good token takes it.
    async fn end(self) {
        self.accept(self.tutor.token()).await.unwrap();
        self.bus.close().await;
        self.stage.stop().await;
    }
}

/// A token like `token`, with its header and claims changed and the signature as it was.
fn changed(token: &str, header: impl Fn(&mut Value), claims: impl Fn(&mut Value)) -> String {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let rewrite = |part: &mut String, change: &dyn Fn(&mut Value)| {
        let mut json: Value = serde_json::from_slice(&BASE64.decode(&*part).unwrap()).unwrap();
        change(&mut json);
        *part = BASE64.encode(json.to_string());
    };
    rewrite(&mut parts[0], &header);
    rewrite(&mut parts[1], &claims);
    parts.join(".")
}

fn without_signature(token: &str) -> String {
    let (signed, _) = token.rsplit_once('.').unwrap();
    format!("{signed}.")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_auth_has_not_signed_so_gains_nothing() {
    let scene = Scene::set().await;
    let (mine, theirs) = (scene.student.token(), scene.tutor.token());
    let same = |_: &mut Value| {};
    let none = |header: &mut Value| header["alg"] = json!("none");
    let symmetric = |header: &mut Value| header["alg"] = json!("HS256");
    let tutor_id = scene.tutor.id.clone();
    let as_tutor = move |claims: &mut Value| claims["sub"] = json!(tutor_id);
    let later = |claims: &mut Value| claims["exp"] = json!(4_000_000_000_i64);
    let admin = |claims: &mut Value| claims["admin"] = json!(true);
    let unsigned = changed(theirs, none, same);
    let issuer = TestIssuer::new(scene.stage.clock());
    let stranger = issuer.caller(scene.tutor.id.parse().unwrap(), "tim");
    let stranger = stranger.authorization.unwrap().replace("Bearer ", "");
    for (why, token) in [
        ("no token at all", String::new()),
        ("alg none, no signature", without_signature(&unsigned)),
        ("alg none, the signature kept", unsigned),
        ("the signature left away", without_signature(theirs)),
        ("another algorithm", changed(theirs, symmetric, same)),
        ("somebody else's id", changed(mine, same, as_tutor)),
        ("a later end", changed(theirs, same, later)),
        ("an administrator", changed(mine, same, admin)),
        ("a key of one's own", stranger.clone()),
        // A service's key id with a signature of another key.
        (
            "the key id of auth",
            changed(&stranger, |header| header["kid"] = kid(theirs), same),
        ),
    ] {
        scene.refuses(&token, Code::Unauthenticated, why).await;
    }
    scene.refuses(mine, Code::Forbidden, "a student").await;
    scene.end().await;
}

fn kid(token: &str) -> Value {
    let header = BASE64.decode(token.split('.').next().unwrap()).unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    header["kid"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_has_ended_gains_nothing_even_where_it_was_good_before() {
    let scene = Scene::set().await;
    let watched = scene.tutor.get(&scene.stage.lab("/queue")).await;
    watched.ok();
    scene.stage.put_clock_forward(11 * 60_000);
    let token = scene.tutor.token();
    scene.refuses(token, Code::Unauthenticated, "ended").await;
    let fresh = scene.stage.log_in("tim").await;
    scene.accept(fresh.token()).await.unwrap();
    scene.bus.close().await;
    scene.stage.stop().await;
}

#[test]
fn while_the_secret_of_the_services_changes_two_are_good() {
    let clock = Arc::new(ForwardClock::default());
    let under = |secret: &str| ServiceTokens::new(secret, clock.clone()).unwrap();
    let [old, new, third] = ["old", "new", "third"].map(|name| name.repeat(16));
    let between = under(&old).accepting(&new).unwrap();
    for secret in [&old, &new] {
        let token = under(secret).issue("gateway").unwrap();
        assert_eq!(between.verify(&token).unwrap(), "gateway");
    }
    let token = between.issue("gateway").unwrap();
    assert!(under(&old).verify(&token).is_ok());
    assert!(under(&new).verify(&token).is_err());
    let token = under(&third).issue("gateway").unwrap();
    assert_eq!(
        between.verify(&token).unwrap_err().code,
        Code::Unauthenticated
    );
    assert!(under(&old).accepting("short").is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_and_people_are_not_taken_for_each_other() {
    let scene = Scene::set().await;
    let tokens = ServiceTokens::new(SERVICE_SECRET, scene.stage.clock()).unwrap();
    let other = ServiceTokens::new(&SERVICE_SECRET.to_uppercase(), scene.stage.clock()).unwrap();
    let gateway = tokens.issue("gateway").unwrap();
    scene
        .refuses(&gateway, Code::Unauthenticated, "a service is nobody")
        .await;

    // What only services may ask, with the tokens of people and under another secret.
    let person = scene.tutor.token().to_owned();
    for token in [person, other.issue("gateway").unwrap(), String::new()] {
        let caller = Caller::bearer(&token);
        for code in service_only(&scene, &caller).await {
            assert_eq!(code, Some(Code::Unauthenticated), "{token}");
        }
    }
    let caller = Caller::bearer(&gateway);
    assert_eq!(service_only(&scene, &caller).await, [None, None, None]);

    // A claim needs the word of the one service that makes offers, besides the tutor's own token.
    for (name, secret, code) in [
        ("gateway", &tokens, Code::Forbidden),
        ("analytics", &tokens, Code::Forbidden),
        ("assignment", &other, Code::Unauthenticated),
    ] {
        let input = ClaimRequest {
            request_id: scene.request_id.clone(),
            offer_id: ids::new_id().to_string(),
            service_token: secret.issue(name).unwrap(),
        };
        let tutor = Caller::bearer(scene.tutor.token());
        let claim = scene.bus.call(request::Claim, &tutor, &input).await;
        assert_eq!(claim.unwrap_err().code, code, "{name}");
    }
    scene.end().await;
}

/// Why each of the calls that are open to services alone was refused.
async fn service_only(scene: &Scene, caller: &Caller) -> [Option<Code>; 3] {
    let lab_id = scene.stage.lab_id.to_string();
    let watch = WatchQueueRequest {
        lab_id: lab_id.clone(),
    };
    let revisions = ListRevisionsRequest {
        lab_ids: vec![lab_id],
    };
    let presence = ReportPresenceRequest {
        gateway_id: ids::new_id().to_string(),
        ..ReportPresenceRequest::default()
    };
    let watch = scene.bus.call(request::WatchQueue, caller, &watch).await;
    let revisions = scene.bus.call(request::ListRevisions, caller, &revisions);
    let presence = scene
        .bus
        .call(assignment::ReportPresence, caller, &presence);
    [
        watch.err().map(|problem| problem.code),
        revisions.await.err().map(|problem| problem.code),
        presence.await.err().map(|problem| problem.code),
    ]
}

/// A connection as the gateway that can send any header.
#[expect(
    clippy::disallowed_methods,
    reason = "an attacker does not use our library"
)]
async fn attacker(stage: &Stage) -> async_nats::Client {
    let nats = stage.settings_of(Part::Gateway).nats;
    async_nats::ConnectOptions::with_user_and_password(nats.user, nats.password)
        .custom_inbox_prefix("_INBOX.handup.gateway")
        .connect(nats.url)
        .await
        .unwrap()
}

/// The code of the refusal of a call with these headers; nothing if it was done.
async fn raw<M: Method>(
    client: &async_nats::Client,
    _method: M,
    map: HeaderMap,
    input: &M::Request,
) -> Option<String> {
    let subject = rpc::subject("handup", M::SERVICE, M::NAME);
    let payload = input.encode_to_vec().into();
    let answer = client.request_with_headers(subject, map, payload).await;
    let refusal = answer.unwrap().headers?.get(headers::PROBLEM)?.to_string();
    let problem: Value = serde_json::from_str(&refusal).unwrap();
    Some(problem["code"].as_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_elses_id_in_a_header_makes_nobody_somebody_else() {
    let scene = Scene::set().await;
    let client = attacker(&scene.stage).await;
    let input = AcceptRequest {
        request_id: scene.request_id.clone(),
        or_else: Vec::new(),
    };
    let mut names = HeaderMap::new();
    for name in [
        "Handup-Actor",
        "Handup-Actor-Id",
        "Handup-Person",
        "Handup-Account",
        "Handup-User",
        "Handup-Role",
        "X-User-Id",
        "X-Forwarded-User",
        "X-Account-Id",
        "Actor",
        "sub",
    ] {
        let value = if name.ends_with("Role") {
            "manager"
        } else {
            &*scene.tutor.id
        };
        names.insert(name, value);
    }
    let accept = |map| raw(&client, request::Accept, map, &input);
    let refused = accept(names.clone()).await;
    assert_eq!(refused.as_deref(), Some("unauthenticated"));

    let mut with_own_token = names.clone();
    let own = format!("Bearer {}", scene.student.token());
    with_own_token.insert(headers::AUTHORIZATION, &*own);
    let refused = accept(with_own_token.clone()).await;
    assert_eq!(refused.as_deref(), Some("forbidden"));

    // Two tokens: the first counts, and is the student's.
    let theirs = format!("Bearer {}", scene.tutor.token());
    with_own_token.insert("authorization", &*theirs);
    let refused = accept(with_own_token).await;
    assert_eq!(refused.as_deref(), Some("forbidden"));
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_good_token_no_method_does_anything_but_tell_the_public_keys() {
    let stage = Stage::apart(Backend::Sqlite).await;
    let client = attacker(&stage).await;
    let forged = TestIssuer::new(stage.clock()).caller(ids::new_id(), "mallory");
    let mut map = HeaderMap::new();
    map.insert(headers::AUTHORIZATION, &*forged.authorization.unwrap());
    let mut answered = Vec::new();
    for (service, methods) in rpc::TABLE {
        for method in *methods {
            let subject = rpc::subject("handup", service, method);
            let answer = client
                .request_with_headers(subject, map.clone(), Vec::new().into())
                .await
                .unwrap();
            let told = answer.headers.unwrap_or_default();
            if told.get(headers::PROBLEM).is_none() {
                answered.push(format!("{service}/{method}"));
            }
        }
    }
    assert_eq!(answered, ["auth/get_keys"]);
    stage.stop().await;
}
