//! What is remembered of a request, and which durations it gives.

use handup_contracts::Problem;
use handup_contracts::ids::id;
use handup_contracts::v1::types::{Request, RequestOutcome, RequestStatus};
use uuid::Uuid;

/// One request, as far as statistics go. All times are UTC milliseconds; 0 means not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub request_id: Uuid,
    /// The lab it was asked in.
    pub lab_id: Uuid,
    /// The organisation of that lab.
    pub organisation_id: Uuid,
    /// Where it stands.
    pub status: RequestStatus,
    /// How it ended.
    pub outcome: RequestOutcome,
    /// When it was asked.
    pub created_at_ms: i64,
    /// The first acceptance.
    pub first_accepted_at_ms: i64,
    /// The latest acceptance.
    pub accepted_at_ms: i64,
    /// When it ended.
    pub finished_at_ms: i64,
    /// How often it came back to the queue.
    pub put_backs: i64,
    /// How long the student kept the place without wanting to be called, in milliseconds.
    pub held_ms: i64,
    /// Counts the changes, from 1.
    pub version: i64,
}

impl Fact {
    /// How long the student waited, in milliseconds: from asking to the first acceptance, without
    /// the time in which the student did not want to be called (all of it, also after a put-back:
    /// the newest state alone does not tell when it was). Who
    /// still waits for the first one counts with the time until `now_ms`: leaving them out would
    /// make the figures look best when nobody is served. A request that ended without ever being
    /// accepted was abandoned; it gives no wait, because nobody knows how long it would have been.
    #[must_use]
    pub fn wait_ms(&self, now_ms: i64) -> Option<i64> {
        let until = if self.first_accepted_at_ms > 0 {
            self.first_accepted_at_ms
        } else if self.status == RequestStatus::Pending {
            now_ms
        } else {
            return None;
        };
        // Two machines' clocks may differ by more than a very short wait.
        Some((until - self.created_at_ms - self.held_ms).max(0))
    }

    /// How long the tutor helped, in milliseconds: from the last acceptance to the completion,
    /// where a tutor completed it. Travelling to a student who was not found is no help.
    #[must_use]
    pub fn help_ms(&self) -> Option<i64> {
        (self.was_helped() && self.accepted_at_ms > 0)
            .then(|| (self.finished_at_ms - self.accepted_at_ms).max(0))
    }

    /// Whether a tutor helped.
    #[must_use]
    pub fn was_helped(&self) -> bool {
        self.status == RequestStatus::Completed && self.outcome == RequestOutcome::Helped
    }

    /// What is known after `self` was known, if anything, and `arrived` came: the newer of both.
    /// So neither duplicates nor disorder of events can harm.
    #[must_use]
    pub fn newest(known: Option<Self>, arrived: Self) -> Self {
        match known {
            Some(known) if known.version >= arrived.version => known,
            _ => arrived,
        }
    }
}

impl TryFrom<&Request> for Fact {
    type Error = Problem;

    fn try_from(request: &Request) -> Result<Self, Problem> {
        Ok(Self {
            request_id: id(&request.id)?,
            lab_id: id(&request.lab_id)?,
            organisation_id: id(&request.organisation_id)?,
            status: request.status(),
            outcome: request.outcome(),
            created_at_ms: request.created_at_ms,
            first_accepted_at_ms: request.first_accepted_at_ms,
            accepted_at_ms: request.accepted_at_ms,
            finished_at_ms: request.finished_at_ms,
            put_backs: i64::from(request.put_backs),
            held_ms: request.held_ms,
            version: request.version,
        })
    }
}

#[cfg(test)]
mod tests;
