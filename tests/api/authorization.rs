//! Every operation of the OpenAPI document, called as everybody: the services must decide as the
//! authorization table says.

use std::collections::BTreeMap;

use handup_contracts::v1::types::Role;
use handup_gateway::authorization::{TABLE, Who};
use handup_system_tests::{Live, Person, Stage};
use handup_testkit::database::Backend;
use handup_testkit::on_both_databases;
use reqwest::Method;
use serde_json::{Value, json};

use crate::offers::{offered, on_duty};

on_both_databases!(every_operation_is_open_to_those_in_the_table_and_to_nobody_else);

/// Everybody who tries, with what they are. The owner is a student of the lab with an open request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Persona {
    Anonymous,
    Stranger,
    OtherStudent,
    Owner,
    Tutor,
    Manager,
}

const EVERYBODY: [Persona; 6] = [
    Persona::Anonymous,
    Persona::Stranger,
    Persona::OtherStudent,
    Persona::Owner,
    Persona::Tutor,
    Persona::Manager,
];

fn is_allowed(who: Who, persona: Persona) -> bool {
    use Persona::{Anonymous, Manager, OtherStudent, Owner, Stranger, Tutor};
    match who {
        Who::Anybody => true,
        Who::Person => persona != Anonymous,
        Who::Member => !matches!(persona, Anonymous | Stranger),
        Who::Student => matches!(persona, OtherStudent | Owner),
        Who::Owner => persona == Owner,
        Who::Helper => persona == Tutor,
        Who::OwnerOrTutor => matches!(persona, Owner | Tutor | Manager),
        Who::Tutor => matches!(persona, Tutor | Manager),
        Who::Manager => persona == Manager,
        Who::Admin => false,
    }
}

/// What fills the parameters of a path, and the bodies.
struct Scene {
    stage: Stage,
    people: BTreeMap<u8, Person>,
    request_id: String,
    session_id: String,
    leaver_id: String,
    join_code: String,
    offer_id: String,
    /// Keeps the tutor on duty.
    _page: Live,
}

impl Scene {
    async fn set(backend: Backend) -> Self {
        let stage = Stage::start(backend).await;
        let owner = stage.person("owner", Role::Student).await;
        let leaver = stage.person("leaver", Role::Student).await;
        let manager = stage.person("mona", Role::Manager).await;
        let tutor = stage.person("tom", Role::Tutor).await;
        stage
            .set_policy(&manager, json!({ "mode": "both" }))
            .await
            .ok();
        let page = on_duty(&stage, &tutor).await;
        let asked = owner.ask(&stage.lab(""), "1", "k").await.ok();
        let sessions = owner.get("/api/v1/sessions").await.ok();
        let offer = offered(&tutor).await;
        let code = manager.get(&stage.lab("/join-code")).await.ok();
        let people = [
            (
                Persona::Stranger,
                stage.person("stranger", Role::Unspecified).await,
            ),
            (
                Persona::OtherStudent,
                stage.person("sue", Role::Student).await,
            ),
            (Persona::Owner, owner),
            (Persona::Tutor, tutor),
            (Persona::Manager, manager),
        ];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            people: people
                .into_iter()
                .map(|(persona, person)| (persona as u8, person))
                .collect(),
            request_id: text(&asked["request"]["id"]),
            session_id: text(&sessions["sessions"][0]["id"]),
            leaver_id: leaver.id,
            join_code: text(&code["code"]),
            offer_id: text(&offer["id"]),
            _page: page,
            stage,
        }
    }

    fn path(&self, template: &str) -> String {
        template
            .replace("{lab_id}", &self.stage.lab_id.to_string())
            .replace("{request_id}", &self.request_id)
            .replace("{session_id}", &self.session_id)
            .replace("{offer_id}", &self.offer_id)
            .replace("{account_id}", &self.leaver_id)
    }

    /// A body that the operation takes, so that nothing but the permission can refuse it.
    fn body(&self, operation: &str) -> Option<Value> {
        let question = json!({ "seat": "2", "description": "stuck" });
        Some(match operation {
            "register" => json!({
                "username": "newcomer", "email": "newcomer@stage.example",
                "password": "a long password", "password_confirmation": "a long password",
            }),
            "log_in" => json!({ "login": "nobody", "password": "wrong" }),
            "refresh_session" => json!({ "refresh_token": "unknown" }),
            "create_organisation" => json!({ "name": "Another", "time_zone": "Europe/Paris" }),
            "join_lab" => json!({ "code": self.join_code }),
            "add_member" => json!({ "username": "sue", "role": "student" }),
            "create_lab" => json!({
                "organisation_id": self.stage.organisation_id,
                "name": "Another lab", "room": "2", "topics": [],
            }),
            "update_lab" => json!({ "name": "Programming 1", "room": "3", "topics": [] }),
            "set_queue_open" => json!({ "open": true }),
            "set_policy" => json!({
                "mode": "both", "order": "fifo", "cooldown_s": 0, "held_per_tutor": 0,
                "offer_deadline_s": 300, "grace_s": 120, "hold_limit_s": 600,
            }),
            "set_schedule" => json!({ "hours": [], "send_home": false }),
            "set_seats" => json!({ "seats": [{ "seat": "1", "column": 0, "row": 0 }] }),
            "set_paused" => json!({ "paused": false }),
            "announce" => json!({ "text": "Exercise 3 has a typo." }),
            "join_request" => json!({ "seat": "3" }),
            "hold_request" => json!({ "seconds": 60 }),
            "hand_over_request" => json!({ "tutor_id": self.leaver_id }),
            "decline_offer" | "move_request_first" => json!({}),
            "set_availability" => json!({ "available": true }),
            "create_request" | "edit_request" => question,
            "complete_request" | "put_back_request" => json!({}),
            "mark_notifications_read" => json!({ "all": true }),
            _ => return None,
        })
    }

    async fn status(&self, persona: Persona, method: &Method, path: &str, operation: &str) -> u16 {
        let path = self.path(path);
        let body = self.body(operation);
        match self.people.get(&(persona as u8)) {
            Some(person) => {
                let answer = person.send(method.clone(), &path, body, None).await;
                answer.status.as_u16()
            }
            None => {
                let url = format!("http://{}{path}", self.stage.address(0));
                let mut request = reqwest::Client::new().request(method.clone(), url);
                if let Some(body) = body {
                    request = request.json(&body);
                }
                request.send().await.unwrap().status().as_u16()
            }
        }
    }
}

/// (operation, method, path) of the whole document.
async fn operations(stage: &Stage) -> Vec<(String, Method, String)> {
    let document: Value = reqwest::get(format!("http://{}/api/openapi.json", stage.address(0)))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            if let Some(id) = operation["operationId"].as_str() {
                let method = method.to_uppercase().parse().unwrap();
                found.push((id.to_owned(), method, path.clone()));
            }
        }
    }
    found
}

async fn every_operation_is_open_to_those_in_the_table_and_to_nobody_else(backend: Backend) {
    let scene = Scene::set(backend).await;
    let operations = operations(&scene.stage).await;
    assert!(operations.len() > 30, "{}", operations.len());
    // Refusals first: they change nothing, so that each finds the same scene.
    for allowed in [false, true] {
        for (operation, method, path) in &operations {
            // A live connection is no HTTP call; what it may see, the live tests show.
            if operation == "live" {
                continue;
            }
            let row = TABLE
                .iter()
                .find(|row| row.operation_id == operation)
                .expect("every operation is in the table");
            for persona in EVERYBODY {
                if is_allowed(row.who, persona) != allowed {
                    continue;
                }
                let status = scene.status(persona, method, path, operation).await;
                let what = format!("{operation} as {persona:?}: {status}");
                if allowed {
                    check_allowed(operation, status, &what);
                } else if persona == Persona::Anonymous {
                    assert_eq!(status, 401, "{what}");
                } else {
                    assert!([403, 404].contains(&status), "{what}");
                }
            }
        }
    }
    scene.stage.stop().await;
}

/// Whatever the state of things makes of it, the permission does not refuse it.
fn check_allowed(operation: &str, status: u16, what: &str) {
    match operation {
        // Their own refusals, for what was sent.
        "log_in" | "refresh_session" => assert_eq!(status, 401, "{what}"),
        // Nobody may be waiting; somebody may have been removed, or ended the session, before.
        "take_next" | "remove_member" | "end_session" => {
            assert!([200, 204, 404, 409].contains(&status), "{what}");
        }
        _ => assert!([200, 201, 204, 409, 422].contains(&status), "{what}"),
    }
}
