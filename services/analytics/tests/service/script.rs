//! Events of one lab's requests, as the service `request` publishes them.

use handup_contracts::events::DESK_LAB;
use handup_contracts::v1::events::Event;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::types::{Request, RequestOutcome, RequestStatus};
use handup_runtime::ids;
use uuid::Uuid;

/// A Monday, 00:00 UTC.
pub const START_MS: i64 = 1_760_313_600_000;
pub const DAY_MS: i64 = 86_400_000;
pub const HOUR_MS: i64 = 3_600_000;
pub const MINUTE_MS: i64 = 60_000;

/// A request of a lab, asked some minutes after the start.
pub struct Story {
    request: Request,
    events: Vec<Event>,
}

impl Story {
    /// A student asks `minute` minutes after the start.
    pub fn asked(lab_id: Uuid, minute: i64) -> Self {
        let request = Request {
            id: ids::new_id().to_string(),
            organisation_id: ids::new_id().to_string(),
            lab_id: lab_id.to_string(),
            student_id: ids::new_id().to_string(),
            status: RequestStatus::Pending.into(),
            created_at_ms: START_MS + minute * MINUTE_MS,
            ..Request::default()
        };
        let story = Self {
            request,
            events: Vec::new(),
        };
        story.next("created", minute)
    }

    pub fn accepted(mut self, minute: i64) -> Self {
        let now_ms = START_MS + minute * MINUTE_MS;
        self.request.set_status(RequestStatus::InProgress);
        self.request.accepted_at_ms = now_ms;
        if self.request.first_accepted_at_ms == 0 {
            self.request.first_accepted_at_ms = now_ms;
        }
        self.next("accepted", minute)
    }

    pub fn put_back(mut self, minute: i64) -> Self {
        self.request.set_status(RequestStatus::Pending);
        self.request.put_backs += 1;
        self.next("put_back", minute)
    }

    pub fn completed(self, minute: i64) -> Self {
        self.finished(
            "completed",
            minute,
            RequestStatus::Completed,
            RequestOutcome::Helped,
        )
    }

    pub fn cancelled(self, minute: i64) -> Self {
        self.finished(
            "cancelled",
            minute,
            RequestStatus::Cancelled,
            RequestOutcome::Withdrawn,
        )
    }

    /// What was published about it, in order.
    pub fn events(self) -> Vec<Event> {
        self.events
    }

    fn finished(
        mut self,
        name: &str,
        minute: i64,
        status: RequestStatus,
        outcome: RequestOutcome,
    ) -> Self {
        self.request.set_status(status);
        self.request.set_outcome(outcome);
        self.request.finished_at_ms = START_MS + minute * MINUTE_MS;
        self.next(name, minute)
    }

    fn next(mut self, name: &str, minute: i64) -> Self {
        self.request.version += 1;
        self.events.push(Event {
            id: ids::new_id().to_string(),
            occurred_at_ms: START_MS + minute * MINUTE_MS,
            desk: DESK_LAB.to_owned(),
            scope_id: self.request.lab_id.clone(),
            aggregate: "request".to_owned(),
            aggregate_id: self.request.id.clone(),
            name: name.to_owned(),
            version: self.request.version,
            state: Some(State::Request(self.request.clone())),
            ..Event::default()
        });
        self
    }
}

/// A morning in a lab: everything that can happen to a request.
pub fn morning(lab_id: Uuid) -> Vec<Event> {
    let asked = |minute| Story::asked(lab_id, minute);
    [
        asked(1).accepted(3).completed(8),
        asked(2).accepted(8).completed(20),
        asked(5)
            .accepted(15)
            .put_back(16)
            .accepted(30)
            .completed(34),
        asked(58).cancelled(70),
        asked(61).accepted(62).cancelled(63),
        asked(65).accepted(90),
        asked(70),
        asked(200).accepted(201).completed(202),
    ]
    .into_iter()
    .flat_map(Story::events)
    .collect()
}
