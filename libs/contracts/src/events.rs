//! Subjects, streams and durable consumers of events.

use crate::v1::events::Event;

/// Desk of what belongs to the whole platform: accounts, organisations, memberships.
pub const DESK_PLATFORM: &str = "platform";
/// Desk of what concerns one person alone; the scope is the account.
pub const DESK_PERSON: &str = "person";
/// The lab help desk; the scope is the lab.
pub const DESK_LAB: &str = "lab";

/// Subject of an event: `<prefix>.evt.<desk>.<scope id>.<aggregate>.<name>`.
#[must_use]
pub fn subject(prefix: &str, event: &Event) -> String {
    format!(
        "{prefix}.evt.{}.{}.{}.{}",
        event.desk, event.scope_id, event.aggregate, event.name
    )
}

/// The subject of an event without its scope: the same for all events of a kind.
#[must_use]
pub fn template(prefix: &str, event: &Event) -> String {
    format!(
        "{prefix}.evt.{}.{{scope_id}}.{}.{}",
        event.desk, event.aggregate, event.name
    )
}

/// All events of one aggregate of one desk, of every scope: what consumers filter on.
#[must_use]
pub fn filter(prefix: &str, desk: &str, aggregate: &str) -> String {
    format!("{prefix}.evt.{desk}.*.{aggregate}.*")
}

/// All events.
#[must_use]
pub fn all(prefix: &str) -> String {
    format!("{prefix}.evt.>")
}

/// Name of the stream that holds all events.
#[must_use]
pub fn stream(prefix: &str) -> String {
    format!("{}_EVENTS", prefix.to_uppercase())
}

/// Name of the stream of messages that were given up.
#[must_use]
pub fn dead_letter_stream(prefix: &str) -> String {
    format!("{}_DEAD", prefix.to_uppercase())
}

/// Subject for messages given up by `consumer`.
#[must_use]
pub fn dead_letter_subject(prefix: &str, consumer: &str) -> String {
    format!("{prefix}.dead.{consumer}")
}

/// All subjects of messages given up.
#[must_use]
pub fn all_dead_letters(prefix: &str) -> String {
    format!("{prefix}.dead.>")
}

/// Subject of the hint that the statistics of a lab have changed. It is not an event: it is
/// published without a stream, carries nothing, and losing one costs a moment of staleness.
#[must_use]
pub fn statistics_hint(prefix: &str, lab_id: &str) -> String {
    format!("{prefix}.hint.lab.{lab_id}.statistics")
}

/// All hints that statistics have changed.
#[must_use]
pub fn all_statistics_hints(prefix: &str) -> String {
    format!("{prefix}.hint.lab.*.statistics")
}

/// A durable consumer of the event stream. The list is here, in one place, because its names are
/// part of the contract with operators (lag metrics, autoscaling, replay).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consumer {
    /// Durable name.
    pub name: &'static str,
    /// Service that runs it.
    pub service: &'static str,
    /// The (desk, aggregate) pairs it receives; an aggregate `*` means all of the desk. One pair
    /// if possible: with several filters NATS searches all subjects for each next message.
    pub interests: &'static [(&'static str, &'static str)],
}

impl Consumer {
    /// Whether it receives events of this aggregate of this desk.
    #[must_use]
    pub fn wants(&self, desk: &str, aggregate: &str) -> bool {
        self.interests.iter().any(|(wanted_desk, wanted)| {
            *wanted_desk == desk && (*wanted == "*" || *wanted == aggregate)
        })
    }
}

/// auth learns which labs exist and which organisation they belong to.
pub const AUTH_LABS: Consumer = Consumer {
    name: "auth-labs",
    service: "auth",
    interests: &[(DESK_LAB, "queue")],
};
/// request learns who may do what.
pub const REQUEST_MEMBERSHIPS: Consumer = Consumer {
    name: "request-memberships",
    service: "request",
    interests: &[(DESK_PLATFORM, "membership")],
};
/// request learns the organisations' time zones.
pub const REQUEST_ORGANISATIONS: Consumer = Consumer {
    name: "request-organisations",
    service: "request",
    interests: &[(DESK_PLATFORM, "organisation")],
};
/// request gives back what a vanished tutor held.
pub const REQUEST_AVAILABILITY: Consumer = Consumer {
    name: "request-availability",
    service: "request",
    interests: &[(DESK_LAB, "availability")],
};
/// assignment learns who may do what.
pub const ASSIGNMENT_MEMBERSHIPS: Consumer = Consumer {
    name: "assignment-memberships",
    service: "assignment",
    interests: &[(DESK_PLATFORM, "membership")],
};
/// assignment learns the labs' rules.
pub const ASSIGNMENT_LABS: Consumer = Consumer {
    name: "assignment-labs",
    service: "assignment",
    interests: &[(DESK_LAB, "queue")],
};
/// assignment learns who is busy with what.
pub const ASSIGNMENT_REQUESTS: Consumer = Consumer {
    name: "assignment-requests",
    service: "assignment",
    interests: &[(DESK_LAB, "request")],
};
/// notification tells people.
pub const NOTIFICATION_QUEUE: Consumer = Consumer {
    name: "notification-queue",
    service: "notification",
    interests: &[(DESK_LAB, "*")],
};
/// analytics learns who may do what.
pub const ANALYTICS_MEMBERSHIPS: Consumer = Consumer {
    name: "analytics-memberships",
    service: "analytics",
    interests: &[(DESK_PLATFORM, "membership")],
};
/// analytics counts.
pub const ANALYTICS_REQUESTS: Consumer = Consumer {
    name: "analytics-requests",
    service: "analytics",
    interests: &[(DESK_LAB, "request")],
};
/// analytics learns who is at work.
pub const ANALYTICS_AVAILABILITY: Consumer = Consumer {
    name: "analytics-availability",
    service: "analytics",
    interests: &[(DESK_LAB, "availability")],
};

/// Every durable consumer.
pub const CONSUMERS: &[Consumer] = &[
    AUTH_LABS,
    REQUEST_MEMBERSHIPS,
    REQUEST_ORGANISATIONS,
    REQUEST_AVAILABILITY,
    ASSIGNMENT_MEMBERSHIPS,
    ASSIGNMENT_LABS,
    ASSIGNMENT_REQUESTS,
    NOTIFICATION_QUEUE,
    ANALYTICS_MEMBERSHIPS,
    ANALYTICS_REQUESTS,
    ANALYTICS_AVAILABILITY,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_of_an_aggregate_matches_the_subject_of_its_events() {
        let event = Event {
            desk: DESK_LAB.into(),
            scope_id: "l1".into(),
            aggregate: "request".into(),
            name: "accepted".into(),
            ..Event::default()
        };
        assert_eq!(subject("p", &event), "p.evt.lab.l1.request.accepted");
        assert_eq!(filter("p", DESK_LAB, "request"), "p.evt.lab.*.request.*");
    }

    #[test]
    fn consumer_names_are_unique_and_begin_with_their_service() {
        for (index, consumer) in CONSUMERS.iter().enumerate() {
            assert!(consumer.name.starts_with(consumer.service));
            assert!(
                CONSUMERS[index + 1..]
                    .iter()
                    .all(|other| other.name != consumer.name)
            );
        }
    }
}
