//! Events of one lab, as the service `request` publishes them.

use std::collections::BTreeMap;

use handup_contracts::events::DESK_LAB;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::events::{Actor, ActorKind, Event};
use handup_contracts::v1::types::{Companion, Lab, Request, RequestOutcome, RequestStatus};
use handup_runtime::{Clock as _, SystemClock, ids};
use uuid::Uuid;

/// A tutor's account.
pub const TOM: Uuid = Uuid::from_u128(0x7031);

/// Writes the story of one lab.
pub struct Script {
    lab: Lab,
    requests: BTreeMap<Uuid, Request>,
    next_place: i64,
}

impl Script {
    pub fn new() -> Self {
        Self {
            lab: Lab {
                id: ids::new_id().to_string(),
                organisation_id: ids::new_id().to_string(),
                name: "Algorithms".to_owned(),
                queue_open: true,
                version: 1,
                ..Lab::default()
            },
            requests: BTreeMap::new(),
            next_place: 1,
        }
    }

    /// `student` asks.
    pub fn ask(&mut self, student: Uuid) -> (Uuid, Event) {
        let id = ids::new_id();
        let request = Request {
            id: id.to_string(),
            organisation_id: self.lab.organisation_id.clone(),
            lab_id: self.lab.id.clone(),
            student_id: student.to_string(),
            student_name: "Student".to_owned(),
            status: RequestStatus::Pending.into(),
            seat: "14".to_owned(),
            place: self.next_place,
            created_at_ms: SystemClock.now_ms(),
            version: 1,
            ..Request::default()
        };
        self.next_place += 1;
        self.requests.insert(id, request);
        (id, self.request_event(id, "created", student, ""))
    }

    /// The next step of a request. Tutor's steps are Tom's, the student's are the student's.
    pub fn step(&mut self, id: Uuid, name: &str) -> Event {
        self.step_by(id, name, TOM, "")
    }

    /// The next step of a request, by a tutor or another student with this account, with a comment.
    pub fn step_by(&mut self, id: Uuid, name: &str, tutor: Uuid, comment: &str) -> Event {
        let now_ms = SystemClock.now_ms();
        let front = self.requests.values().map(|one| one.place).min();
        let request = self.requests.get_mut(&id).expect("a request of this lab");
        request.version += 1;
        let mut actor = tutor;
        match name {
            "accepted" => {
                request.set_status(RequestStatus::InProgress);
                request.helper_id = tutor.to_string();
                request.helper_name = "Tom".to_owned();
                request.accepted_at_ms = now_ms;
                if request.first_accepted_at_ms == 0 {
                    request.first_accepted_at_ms = now_ms;
                }
            }
            "put_back" | "returned" => {
                request.set_status(RequestStatus::Pending);
                request.helper_id.clear();
                request.helper_name.clear();
                request.put_backs += 1;
                if name == "returned" {
                    request.place = front.unwrap_or_default() - 1;
                    actor = Uuid::nil();
                }
            }
            "joined" => {
                request.companions.push(Companion {
                    student_id: tutor.to_string(),
                    student_name: "Companion".to_owned(),
                    seat: "3".to_owned(),
                    joined_at_ms: now_ms,
                });
            }
            "completed" => {
                request.set_status(RequestStatus::Completed);
                request.set_outcome(RequestOutcome::Helped);
                request.finished_at_ms = now_ms;
            }
            "not_found" => {
                request.set_status(RequestStatus::Cancelled);
                request.set_outcome(RequestOutcome::NotFound);
                request.finished_at_ms = now_ms;
            }
            "cancelled" => {
                request.set_status(RequestStatus::Cancelled);
                request.set_outcome(RequestOutcome::Withdrawn);
                request.finished_at_ms = now_ms;
                actor = Uuid::parse_str(&request.student_id).expect("a student");
            }
            other => panic!("no step {other}"),
        }
        self.request_event(id, name, actor, comment)
    }

    /// The queue is closed or opened, by Tom.
    pub fn set_open(&mut self, open: bool) -> Event {
        self.lab.queue_open = open;
        self.queue(if open { "opened" } else { "closed" }, "")
    }

    /// Something a tutor does with the queue as a whole, with words to all.
    pub fn queue(&mut self, name: &str, comment: &str) -> Event {
        self.lab.version += 1;
        self.lab.revision += 1;
        Event {
            aggregate: "queue".to_owned(),
            aggregate_id: self.lab.id.clone(),
            version: self.lab.version,
            comment: comment.to_owned(),
            state: Some(State::Lab(self.lab.clone())),
            ..self.event(name, TOM)
        }
    }

    fn request_event(&mut self, id: Uuid, name: &str, actor: Uuid, comment: &str) -> Event {
        self.lab.revision += 1;
        let request = self.requests[&id].clone();
        Event {
            aggregate: "request".to_owned(),
            aggregate_id: request.id.clone(),
            version: request.version,
            comment: comment.to_owned(),
            state: Some(State::Request(request)),
            ..self.event(name, actor)
        }
    }

    fn event(&self, name: &str, actor: Uuid) -> Event {
        let actor = if actor.is_nil() {
            Actor {
                kind: ActorKind::Service.into(),
                id: "request".to_owned(),
                name: String::new(),
            }
        } else {
            Actor {
                kind: ActorKind::Person.into(),
                id: actor.to_string(),
                name: "Tom".to_owned(),
            }
        };
        Event {
            id: ids::new_id().to_string(),
            occurred_at_ms: SystemClock.now_ms(),
            actor: Some(actor),
            desk: DESK_LAB.to_owned(),
            scope_id: self.lab.id.clone(),
            name: name.to_owned(),
            revision: self.lab.revision,
            ..Event::default()
        }
    }
}
