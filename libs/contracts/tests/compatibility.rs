//! The schemas against the committed baseline: nothing that was ever published may be removed,
//! renumbered, retyped or renamed, because other versions of the services still speak it.
//!
//! After adding something: `HANDUP_BLESS=1 cargo test -p handup-contracts --test compatibility`
//! writes the new baseline, which goes into the same commit.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test: a broken premise must end it, and it is told by the environment to bless"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use handup_contracts::Message as _;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::events::{Actor, ActorKind, Event};
use handup_contracts::v1::types::{Request, RequestStatus};
use prost_reflect::DescriptorPool;

fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../proto-schemas")
}

/// Everything that others rely on, as "name: what it is".
fn facts(pool: &DescriptorPool) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    for message in pool.all_messages() {
        for field in message.fields() {
            facts.insert(
                format!("{}.{}", message.full_name(), field.name()),
                format!(
                    "field {} {:?} {:?}",
                    field.number(),
                    field.cardinality(),
                    field.kind()
                ),
            );
        }
    }
    for list in pool.all_enums() {
        for value in list.values() {
            facts.insert(
                value.full_name().to_owned(),
                format!("value {}", value.number()),
            );
        }
    }
    for service in pool.services() {
        for method in service.methods() {
            facts.insert(
                method.full_name().to_owned(),
                format!(
                    "{} -> {}",
                    method.input().full_name(),
                    method.output().full_name()
                ),
            );
        }
    }
    facts
}

fn blessing() -> bool {
    std::env::var_os("HANDUP_BLESS").is_some()
}

#[test]
fn nothing_published_was_removed_renumbered_retyped_or_renamed() {
    let files: Vec<PathBuf> = proto_files(&schemas());
    let current = protox::compile(files, [schemas()]).unwrap();
    let baseline = schemas().join("baseline.binpb");
    if blessing() {
        fs::write(&baseline, current.encode_to_vec()).unwrap();
    }
    let published = DescriptorPool::decode(fs::read(&baseline).unwrap().as_slice()).unwrap();
    let current = DescriptorPool::from_file_descriptor_set(current).unwrap();
    let current = facts(&current);
    let published = facts(&published);
    for (name, was) in &published {
        match current.get(name) {
            Some(is) => assert_eq!(is, was, "{name} has changed"),
            None => panic!("{name} ({was}) is gone"),
        }
    }
    assert_eq!(
        current.len(),
        published.len(),
        "the baseline lacks what was added; bless it in the same commit"
    );
}

fn proto_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(proto_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "proto") {
            found.push(path);
        }
    }
    found
}

#[test]
fn an_event_of_version_one_still_has_the_same_bytes() {
    let event = Event {
        id: "0192f0c1-0000-7000-8000-000000000001".into(),
        occurred_at_ms: 1_790_000_000_000,
        actor: Some(Actor {
            kind: ActorKind::Person.into(),
            id: "0192f0c1-0000-7000-8000-000000000002".into(),
            name: "Tom Tutor".into(),
        }),
        desk: "lab".into(),
        scope_id: "0192f0c1-0000-7000-8000-000000000003".into(),
        aggregate: "request".into(),
        aggregate_id: "0192f0c1-0000-7000-8000-000000000004".into(),
        name: "accepted".into(),
        version: 2,
        revision: 17,
        comment: String::new(),
        state: Some(State::Request(Request {
            id: "0192f0c1-0000-7000-8000-000000000004".into(),
            status: RequestStatus::InProgress.into(),
            seat: "14".into(),
            place: -3,
            version: 2,
            ..Request::default()
        })),
    };
    let golden = schemas().join("golden/event-v1.binpb");
    if blessing() {
        fs::create_dir_all(golden.parent().unwrap()).unwrap();
        fs::write(&golden, event.encode_to_vec()).unwrap();
    }
    let bytes = fs::read(&golden).unwrap();
    assert_eq!(event.encode_to_vec(), bytes);
    assert_eq!(Event::decode(bytes.as_slice()).unwrap(), event);
}
