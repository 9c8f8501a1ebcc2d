//! The figures of one lab in one span.

use std::collections::BTreeMap;

use handup_contracts::v1::analytics::{Hour, LabStatisticsReply};
use handup_contracts::v1::types::RequestStatus;
use uuid::Uuid;

use crate::domain::fact::Fact;
use crate::domain::span::Span;
use crate::domain::spread::spread;

/// An hour, in milliseconds. Hours begin at multiples of it: UTC has no other ones.
pub const HOUR_MS: i64 = 3_600_000;

/// Durations and counts of some requests.
#[derive(Default)]
struct Tally {
    requests: i64,
    helped: i64,
    waits_ms: Vec<i64>,
    helps_ms: Vec<i64>,
}

impl Tally {
    fn add(&mut self, fact: &Fact, now_ms: i64) {
        self.requests += 1;
        self.helped += i64::from(fact.was_helped());
        self.waits_ms.extend(fact.wait_ms(now_ms));
        self.helps_ms.extend(fact.help_ms());
    }
}

/// The figures of those of `facts` that were asked in `span`, as they stand at `now_ms`.
#[must_use]
pub fn of_lab(lab_id: Uuid, span: Span, facts: &[Fact], now_ms: i64) -> LabStatisticsReply {
    let mut reply = LabStatisticsReply {
        lab_id: lab_id.to_string(),
        from_ms: span.from_ms,
        to_ms: span.to_ms,
        ..LabStatisticsReply::default()
    };
    let mut total = Tally::default();
    let mut hours: BTreeMap<i64, Tally> = BTreeMap::new();
    for fact in facts {
        if !(span.from_ms..span.to_ms).contains(&fact.created_at_ms) {
            continue;
        }
        total.add(fact, now_ms);
        let hour_ms = fact.created_at_ms.div_euclid(HOUR_MS) * HOUR_MS;
        hours.entry(hour_ms).or_default().add(fact, now_ms);
        reply.put_backs += fact.put_backs;
        match fact.status {
            RequestStatus::Pending => reply.waiting += 1,
            RequestStatus::InProgress => reply.in_progress += 1,
            RequestStatus::Completed => reply.completed += 1,
            RequestStatus::Cancelled => reply.cancelled += 1,
            RequestStatus::Unspecified => {}
        }
    }
    reply.requests = total.requests;
    reply.wait = Some(spread(total.waits_ms));
    reply.help = Some(spread(total.helps_ms));
    reply.hours = hours
        .into_iter()
        .map(|(from_ms, tally)| Hour {
            from_ms,
            requests: tally.requests,
            helped: tally.helped,
            wait: Some(spread(tally.waits_ms)),
            help: Some(spread(tally.helps_ms)),
        })
        .collect();
    reply
}

#[cfg(test)]
mod tests;
