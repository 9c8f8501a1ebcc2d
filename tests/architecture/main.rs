//! The rules of the house that a machine can check: which crate may know which, and which room of
//! a service may know which.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What each library may depend on, among ours.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("handup-contracts", &[]),
    ("handup-runtime", &[]),
    ("handup-store", &["handup-contracts", "handup-runtime"]),
    (
        "handup-bus",
        &["handup-contracts", "handup-runtime", "handup-store"],
    ),
    (
        "handup-identity",
        &[
            "handup-bus",
            "handup-contracts",
            "handup-runtime",
            "handup-store",
        ],
    ),
    (
        "handup-chassis",
        &[
            "handup-bus",
            "handup-contracts",
            "handup-identity",
            "handup-runtime",
            "handup-store",
        ],
    ),
];
const SERVICES: &[&str] = &[
    "handup-auth",
    "handup-request",
    "handup-assignment",
    "handup-notification",
    "handup-analytics",
    "handup-gateway",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Our crates, as cargo describes them.
fn metadata() -> serde_json::Value {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Our crates with those of ours they need outside of tests.
fn arrows() -> BTreeMap<String, Vec<String>> {
    metadata()["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| {
            let needs = package["dependencies"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|dependency| dependency["kind"] != "dev")
                .map(|dependency| dependency["name"].as_str().unwrap().to_owned())
                .filter(|name| name.starts_with("handup"))
                .collect();
            (package["name"].as_str().unwrap().to_owned(), needs)
        })
        .collect()
}

#[test]
fn libraries_depend_only_on_those_below_them() {
    let arrows = arrows();
    for (library, allowed) in LIBRARIES {
        for needed in &arrows[*library] {
            assert!(allowed.contains(&needed.as_str()), "{library} -> {needed}");
        }
    }
}

#[test]
fn services_depend_on_libraries_and_never_on_each_other() {
    let arrows = arrows();
    for service in SERVICES {
        for needed in &arrows[*service] {
            let is_library = LIBRARIES.iter().any(|(library, _)| library == needed);
            assert!(is_library, "{service} -> {needed}");
        }
    }
}

#[test]
fn every_crate_has_its_place_in_these_rules() {
    let known = |name: &str| {
        LIBRARIES.iter().any(|(library, _)| *library == name)
            || SERVICES.contains(&name)
            || [
                "handup",
                "handup-testkit",
                "handup-system-tests",
                "handup-bench",
                "handup-simulation",
                "handup-soak",
            ]
            .contains(&name)
    };
    for name in arrows().keys() {
        assert!(known(name), "{name} is in no rule");
    }
}

#[test]
fn the_simulation_knows_the_policies_and_no_server_or_database() {
    let needed = &arrows()["handup-simulation"];
    assert_eq!(
        needed,
        &["handup-analytics", "handup-assignment", "handup-contracts"]
    );
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// (room, what its files may not mention, why).
const ROOMS: &[(&str, &[&str], &str)] = &[
    (
        "domain",
        &[
            "crate::store",
            "crate::handlers",
            "crate::routes",
            "crate::live",
            "sea_orm",
            "tokio::",
            "async_nats",
            "SystemClock",
            "now_ms()",
            "new_id()",
        ],
        "the domain is pure: no database, no clock, no randomness, no I/O",
    ),
    (
        "store",
        &["crate::handlers", "async_nats", "handup_bus"],
        "the store knows the domain and the database, nothing above",
    ),
];

#[test]
fn rooms_of_a_service_know_only_what_is_below_them() {
    let mut read = 0;
    for service in SERVICES {
        let source = root()
            .join("services")
            .join(service.trim_start_matches("handup-"))
            .join("src");
        for (room, forbidden, why) in ROOMS {
            for file in rust_files(&source.join(room)) {
                read += 1;
                let text = fs::read_to_string(&file).unwrap();
                for word in *forbidden {
                    assert!(!text.contains(word), "{}: {word} ({why})", file.display());
                }
            }
        }
    }
    assert!(read > 20, "only {read} files were read");
}

#[test]
fn every_dependency_is_used() {
    for package in metadata()["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let manifest = Path::new(package["manifest_path"].as_str().unwrap());
        let text: String = rust_files(manifest.parent().unwrap())
            .iter()
            .map(|file| fs::read_to_string(file).unwrap())
            .collect();
        for dependency in package["dependencies"].as_array().unwrap() {
            let needed = dependency["name"].as_str().unwrap().replace('-', "_");
            assert!(
                text.contains(&format!("{needed}::")) || text.contains(&format!("use {needed}")),
                "{name} does not use {needed}"
            );
        }
    }
}

/// Of two schemas with one name the OpenAPI document silently keeps one.
#[test]
fn no_two_schemas_of_the_api_share_a_name() {
    let mut known: BTreeMap<String, PathBuf> = BTreeMap::new();
    for file in rust_files(&root().join("services/gateway/src")) {
        let text = fs::read_to_string(&file).unwrap();
        for derived in text.split("#[derive(").skip(1) {
            let (traits, rest) = derived.split_once(")]").unwrap();
            if !traits.contains("ToSchema") {
                continue;
            }
            let name = rest
                .split_whitespace()
                .skip_while(|word| !["struct", "enum"].contains(word))
                .nth(1)
                .unwrap()
                .trim_end_matches([';', '{'])
                .to_owned();
            let other = known.insert(name.clone(), file.clone());
            assert_eq!(other, None, "{name} is in {} as well", file.display());
        }
    }
    assert!(known.len() > 40, "only {} schemas were found", known.len());
}
