//! The events of this service.

use handup_contracts::events::DESK_PLATFORM;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::events::{Actor, ActorKind, Event};
use handup_runtime::{Clock, ids};
use uuid::Uuid;

use crate::domain::membership::Change;
use crate::messages;
use crate::store::memberships::Seed;
use crate::store::{accounts, memberships, organisations};

/// What an event gets beside its state. Made outside of the transaction, so that a work that runs
/// again tells the same event.
#[derive(Debug, Clone)]
pub(crate) struct Stamp {
    event_id: Uuid,
    new_id: Uuid,
    pub(crate) now_ms: i64,
    actor: Actor,
}

impl Stamp {
    /// Something `actor` does now.
    pub(crate) fn new(clock: &dyn Clock, actor: Actor) -> Self {
        Self {
            event_id: ids::new_id(),
            new_id: ids::new_id(),
            now_ms: clock.now_ms(),
            actor,
        }
    }

    /// Something an operator does now.
    pub(crate) fn by_operator(clock: &dyn Clock) -> Self {
        Self::new(
            clock,
            Actor {
                kind: ActorKind::Operator.into(),
                id: "operator".to_owned(),
                name: "Operator".to_owned(),
            },
        )
    }

    /// Another event of the same moment and actor.
    pub(crate) fn and_another(&self) -> Self {
        Self {
            event_id: ids::new_id(),
            new_id: ids::new_id(),
            ..self.clone()
        }
    }

    /// What a new membership gets.
    pub(crate) fn seed(&self) -> Seed {
        Seed {
            id: self.new_id,
            now_ms: self.now_ms,
        }
    }

    fn event(&self, aggregate: &str, name: &str, scope_id: Uuid, version: i64) -> Event {
        Event {
            id: self.event_id.to_string(),
            occurred_at_ms: self.now_ms,
            actor: Some(self.actor.clone()),
            desk: DESK_PLATFORM.to_owned(),
            scope_id: scope_id.to_string(),
            aggregate: aggregate.to_owned(),
            name: name.to_owned(),
            version,
            ..Event::default()
        }
    }
}

/// `account.registered`
pub(crate) fn registered(stamp: &Stamp, row: &accounts::Model) -> Event {
    Event {
        aggregate_id: row.id.to_string(),
        state: Some(State::Account(messages::account(row))),
        ..stamp.event("account", "registered", row.id, row.version)
    }
}

/// `organisation.created`
pub(crate) fn organisation_created(stamp: &Stamp, row: &organisations::Model) -> Event {
    Event {
        aggregate_id: row.id.to_string(),
        state: Some(State::Organisation(messages::organisation(row))),
        ..stamp.event("organisation", "created", row.id, row.version)
    }
}

/// `membership.granted`, `.changed` or `.removed`; nothing where nothing changed.
pub(crate) fn membership(
    stamp: &Stamp,
    change: Change,
    row: &memberships::Model,
    account: &accounts::Model,
) -> Option<Event> {
    Some(Event {
        aggregate_id: row.id.to_string(),
        state: Some(State::Membership(messages::membership(row, account))),
        ..stamp.event(
            "membership",
            change.event()?,
            row.organisation_id,
            row.version,
        )
    })
}
