//! The events of this service.

use handup_contracts::events::DESK_LAB;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::events::{Actor, ActorKind, Event};
use handup_contracts::v1::types::Lab;
use handup_runtime::ids;
use uuid::Uuid;

use crate::App;
use crate::domain::request::HelpRequest;
use crate::handlers::message;

/// What all events of one call share. Made before the transaction, so that running the work again
/// emits the same event.
#[derive(Debug, Clone)]
pub(crate) struct Stamp {
    pub(crate) id: Uuid,
    pub(crate) at_ms: i64,
    pub(crate) actor: Actor,
}

impl Stamp {
    pub(super) fn new(app: &App, actor: Actor) -> Self {
        Self {
            id: ids::new_id(),
            at_ms: app.clock.now_ms(),
            actor,
        }
    }

    /// The same occasion, for one event more.
    pub(super) fn and_another(&self) -> Self {
        Self {
            id: ids::new_id(),
            ..self.clone()
        }
    }

    /// A step that the platform takes by itself.
    pub(crate) fn of_service(app: &App) -> Self {
        let actor = Actor {
            kind: ActorKind::Service.into(),
            id: crate::NAME.to_owned(),
            name: "Handup".to_owned(),
        };
        Self::new(app, actor)
    }

    /// Something happened to a request.
    pub(super) fn request(
        &self,
        name: &str,
        request: &HelpRequest,
        revision: i64,
        comment: String,
    ) -> Event {
        Event {
            id: self.id.to_string(),
            occurred_at_ms: self.at_ms,
            actor: Some(self.actor.clone()),
            desk: DESK_LAB.to_owned(),
            scope_id: request.lab_id.to_string(),
            aggregate: "request".to_owned(),
            aggregate_id: request.id.to_string(),
            name: name.to_owned(),
            version: request.version,
            revision,
            comment,
            state: Some(State::Request(message::request(request))),
        }
    }

    /// Something happened to a lab or its queue as a whole.
    pub(crate) fn queue(&self, name: &str, lab: Lab, comment: String) -> Event {
        Event {
            id: self.id.to_string(),
            occurred_at_ms: self.at_ms,
            actor: Some(self.actor.clone()),
            desk: DESK_LAB.to_owned(),
            scope_id: lab.id.clone(),
            aggregate: "queue".to_owned(),
            aggregate_id: lab.id.clone(),
            name: name.to_owned(),
            version: lab.version,
            revision: lab.revision,
            comment,
            state: Some(State::Lab(lab)),
        }
    }
}
