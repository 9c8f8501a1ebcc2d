//! Every subject that there is, tried as every user. What each may do is worked out here from the
//! tables of methods and consumers, so that a line too much in the users' file is found as well as one
//! too few.

use std::collections::BTreeSet;
use std::path::Path;

use handup::Part;
use handup_contracts::events::{self, CONSUMERS, Consumer, DESK_LAB, DESK_PERSON, DESK_PLATFORM};
use handup_contracts::rpc;
use handup_testkit::nats::NatsServer;

use crate::wire::{Verb, Wire};

const PREFIX: &str = "handup";
/// Whom each service calls. All but auth ask auth for its keys.
const CALLS: &[(&str, &[&str])] = &[
    ("auth", &[]),
    ("request", &["auth"]),
    ("assignment", &["auth", "request"]),
    ("notification", &["auth"]),
    ("analytics", &["auth"]),
    (
        "gateway",
        &["auth", "request", "assignment", "notification", "analytics"],
    ),
];
/// What each service tells of: the desk and the aggregate. Who could tell of memberships could make
/// itself a manager everywhere.
const EVENTS: &[(&str, &[(&str, &str)])] = &[
    (
        "auth",
        &[
            (DESK_PLATFORM, "account"),
            (DESK_PLATFORM, "organisation"),
            (DESK_PLATFORM, "membership"),
        ],
    ),
    ("request", &[(DESK_LAB, "queue"), (DESK_LAB, "request")]),
    (
        "assignment",
        &[(DESK_LAB, "availability"), (DESK_LAB, "offer")],
    ),
    ("notification", &[(DESK_PERSON, "notification")]),
];
/// What can be done to a stream besides declaring it.
const STREAM_REQUESTS: &[&str] = &[
    "INFO",
    "DELETE",
    "PURGE",
    "MSG.GET",
    "MSG.DELETE",
    "SNAPSHOT",
    "RESTORE",
    "LEADER.STEPDOWN",
];

/// Something that somebody could try.
type Try = (Verb, String);

fn has_store(user: &str) -> bool {
    user != Part::Gateway.name()
}

/// The events that this service tells, and its copies of what it gave up.
fn tells(user: &str) -> Vec<Try> {
    let own = EVENTS.iter().filter(|(service, _)| *service == user);
    let events = own
        .flat_map(|(_, kinds)| *kinds)
        .map(|(desk, aggregate)| format!("{PREFIX}.evt.{desk}.some-scope.{aggregate}.happened"));
    let consumers = CONSUMERS.iter().filter(|consumer| consumer.service == user);
    let dead = consumers.map(|consumer| events::dead_letter_subject(PREFIX, consumer.name));
    let subjects = events.chain(dead);
    subjects.map(|subject| (Verb::Publish, subject)).collect()
}

fn inboxes(user: &str) -> Vec<Try> {
    vec![
        (Verb::Publish, format!("_INBOX.{PREFIX}.{user}.some.1")),
        (Verb::Subscribe, format!("_INBOX.{PREFIX}.{user}.>")),
    ]
}

/// A service answers those who call it, whoever that is, where nobody else may answer.
fn reply(service: &str) -> Try {
    let address = format!("_INBOX.{PREFIX}.some-caller.some.1.{service}");
    (Verb::Publish, address)
}

fn calls(service: &str, methods: &[&str]) -> Vec<Try> {
    let subject = |method: &&str| rpc::subject(PREFIX, service, method);
    methods
        .iter()
        .map(|method| (Verb::Publish, subject(method)))
        .collect()
}

fn answers(service: &str, methods: &[&str]) -> Vec<Try> {
    calls(service, methods)
        .into_iter()
        .map(|(_, subject)| (Verb::Subscribe, subject))
        .collect()
}

/// What a consumer's own service does with it.
fn consumes(consumer: &Consumer) -> Vec<Try> {
    let (stream, name) = (events::stream(PREFIX), consumer.name);
    let (desk, aggregate) = consumer.interests[0];
    let filter = events::filter(PREFIX, desk, aggregate);
    [
        format!("$JS.API.CONSUMER.CREATE.{stream}.{name}.{filter}"),
        format!("$JS.API.CONSUMER.INFO.{stream}.{name}"),
        format!("$JS.API.CONSUMER.MSG.NEXT.{stream}.{name}"),
        format!("$JS.ACK.{stream}.{name}.1.1.1.1700000000000000000.0"),
    ]
    .map(|subject| (Verb::Publish, subject))
    .into()
}

/// What nobody may do with a consumer.
fn spoils(consumer: &Consumer) -> Vec<Try> {
    let (stream, name) = (events::stream(PREFIX), consumer.name);
    let mut subjects: Vec<String> = ["DELETE", "PAUSE", "LEADER.STEPDOWN", "UNPIN", "RESET"]
        .map(|what| format!("$JS.API.CONSUMER.{what}.{stream}.{name}"))
        .into();
    // With another filter it would be given what is not its business.
    subjects.push(format!("$JS.API.CONSUMER.CREATE.{stream}.{name}"));
    subjects.push(format!(
        "$JS.API.CONSUMER.CREATE.{stream}.{name}.handup.evt.>"
    ));
    subjects
        .into_iter()
        .map(|subject| (Verb::Publish, subject))
        .collect()
}

fn declares() -> Vec<Try> {
    let streams = [events::stream(PREFIX), events::dead_letter_stream(PREFIX)];
    let subjects = streams.iter().flat_map(|stream| {
        ["CREATE", "UPDATE"].map(|what| format!("$JS.API.STREAM.{what}.{stream}"))
    });
    subjects.map(|subject| (Verb::Publish, subject)).collect()
}

/// What no service may do at all.
fn forbidden() -> Vec<Try> {
    let mut tries: Vec<Try> = [
        "$JS.API.INFO",
        "$JS.API.STREAM.NAMES",
        "$JS.API.STREAM.LIST",
        "$JS.API.STREAM.CREATE.OTHER",
        "$JS.API.SERVER.REMOVE",
        "$JS.API.META.LEADER.STEPDOWN",
        "$JS.API.CONSUMER.CREATE.HANDUP_EVENTS.somebody-new",
        "$JS.API.CONSUMER.CREATE.HANDUP_EVENTS",
        "$JS.API.CONSUMER.DURABLE.CREATE.HANDUP_EVENTS.somebody-new",
        "$JS.API.CONSUMER.LIST.HANDUP_EVENTS",
        "$JS.API.DIRECT.GET.HANDUP_EVENTS",
        "$JS.FC.HANDUP_EVENTS.x",
        "$SYS.REQ.SERVER.PING",
        "$SYS.ACCOUNT.G.CONNECT",
        "handup.rpc.nobody.v1.anything",
        "handup.evt.lab.some-scope.something-new.happened",
        "handup.evt.platform.some-scope",
        "handup.dead.somebody-new",
        "_INBOX.other",
        "anything",
    ]
    .map(|subject| (Verb::Publish, subject.to_owned()))
    .into();
    tries.extend(
        [
            ">",
            "*",
            "_INBOX.>",
            "_INBOX.handup.>",
            "handup.>",
            "handup.rpc.>",
            "$JS.>",
            "$JS.API.>",
            "$JS.ACK.>",
            "$SYS.>",
        ]
        .map(|subject| (Verb::Subscribe, subject.to_owned())),
    );
    for stream in [events::stream(PREFIX), events::dead_letter_stream(PREFIX)] {
        for what in STREAM_REQUESTS {
            tries.push((Verb::Publish, format!("$JS.API.STREAM.{what}.{stream}")));
        }
    }
    tries.extend(CONSUMERS.iter().flat_map(spoils));
    tries
}

fn ping(service: &str) -> Try {
    (Verb::Publish, format!("$SRV.PING.{PREFIX}-{service}"))
}

/// Everything that `user` has to be able to do.
fn allowed(user: &str) -> BTreeSet<Try> {
    let mut tries: BTreeSet<Try> = inboxes(user).into_iter().collect();
    let (_, called) = CALLS.iter().find(|(service, _)| *service == user).unwrap();
    for (service, methods) in rpc::TABLE {
        if called.contains(service) {
            tries.extend(calls(service, methods));
        }
        if *service == user {
            tries.extend(answers(service, methods));
            tries.insert(reply(service));
        }
        if *service == user || !has_store(user) {
            tries.insert(ping(service));
        }
    }
    for consumer in CONSUMERS.iter().filter(|consumer| consumer.service == user) {
        tries.extend(consumes(consumer));
    }
    tries.extend(tells(user));
    match user {
        "analytics" => {
            tries.insert((Verb::Publish, events::statistics_hint(PREFIX, "some-lab")));
        }
        "gateway" => {
            tries.insert((Verb::Subscribe, events::all(PREFIX)));
            tries.insert((Verb::Subscribe, events::all_statistics_hints(PREFIX)));
        }
        _ => {}
    }
    if has_store(user) {
        tries.extend(declares());
        tries.insert((Verb::Subscribe, "$SRV.PING".to_owned()));
    }
    tries
}

#[tokio::test]
async fn each_user_may_do_what_its_service_does_and_nothing_else() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../k8s/base/nats/users.conf");
    let users = Part::ALL.map(Part::name);
    let nats = NatsServer::with_users(&file, &users).await;
    let everything: BTreeSet<Try> = users
        .iter()
        .flat_map(|user| allowed(user))
        .chain(forbidden())
        .collect();
    assert!(everything.len() > 200, "only {} tries", everything.len());
    for user in users {
        let allowed = allowed(user);
        let mut wire = Wire::connect(&nats, user).await;
        for (verb, subject) in &everything {
            let may = wire.may(*verb, subject).await;
            let should = allowed.contains(&(*verb, subject.clone()));
            assert_eq!(may, should, "{user}: {verb:?} {subject}");
        }
    }
}
