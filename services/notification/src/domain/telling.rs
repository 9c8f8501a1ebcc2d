//! Which steps of a request its student is told of, and when that would be wrong.
//!
//! A telling is a statement: "Tom is coming". Events can arrive late, after newer ones. So the
//! rule is: **a statement is made only if it is still true in the newest state that is known.**
//! In order, every event is the newest when it arrives, and every telling is made. Late ones are
//! made where nothing newer contradicts them (a put-back that arrives after an edit), and dropped
//! where it would mislead (an acceptance that arrives after the completion).

use handup_contracts::v1::types::RequestOutcome;
use uuid::Uuid;

use crate::domain::request::RequestState;

/// Kind of the notification that a place near the front is reached.
pub const NEAR_FRONT: &str = "queue.near_front";
/// Kind of the notification that another tutor has handed a request to its reader.
pub const HANDED_TO_YOU: &str = "request.handed_to_you";
/// Kind of the notification that the queue has closed.
pub const QUEUE_CLOSED: &str = "queue.closed";
/// Kind of the notification that the tutors take a break.
pub const QUEUE_PAUSED: &str = "queue.paused";
/// Kind of the notification that the break is over.
pub const QUEUE_RESUMED: &str = "queue.resumed";
/// Kind of the notification that staff say something to all who wait.
pub const QUEUE_ANNOUNCED: &str = "queue.announced";

/// A step that those who need the help are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A tutor comes.
    Accepted,
    /// The tutor has put the request back.
    PutBack,
    /// The tutor has vanished, and the request is at the front again.
    Returned,
    /// The tutor came and did not find the student.
    NotFound,
    /// The tutor has taken back that it had ended.
    Reopened,
    /// Staff have let it go first.
    MovedFirst,
    /// Another tutor comes instead.
    HandedOver,
    /// The queue has closed before its turn.
    SentHome,
    /// Somebody has the same problem and waits with it.
    Joined,
    /// Who asked has given up; who had joined goes on.
    PassedOn,
}

impl Step {
    /// The step that an event of this name tells of, if the student is told of it.
    #[must_use]
    pub fn of_event(name: &str) -> Option<Self> {
        match name {
            "accepted" => Some(Step::Accepted),
            "put_back" => Some(Step::PutBack),
            "returned" => Some(Step::Returned),
            "not_found" => Some(Step::NotFound),
            "reopened" => Some(Step::Reopened),
            "moved_first" => Some(Step::MovedFirst),
            "handed_over" => Some(Step::HandedOver),
            "sent_home" => Some(Step::SentHome),
            "joined" => Some(Step::Joined),
            "passed_on" => Some(Step::PassedOn),
            _ => None,
        }
    }

    /// Machine name of the notification.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Step::Accepted => "request.accepted",
            Step::PutBack => "request.put_back",
            Step::Returned => "request.returned",
            Step::NotFound => "request.not_found",
            Step::Reopened => "request.reopened",
            Step::MovedFirst => "request.moved_first",
            Step::HandedOver => "request.handed_over",
            Step::SentHome => "request.sent_home",
            Step::Joined => "request.joined",
            Step::PassedOn => "request.passed_on",
        }
    }

    /// Whether what this step, which led to `then`, says of the request is still true `now`.
    #[must_use]
    pub fn holds(self, then: &RequestState, now: &RequestState) -> bool {
        match self {
            Step::Accepted
            | Step::PutBack
            | Step::Returned
            | Step::Reopened
            | Step::MovedFirst
            | Step::HandedOver
            | Step::Joined
            | Step::PassedOn => now.same_phase(then),
            Step::NotFound => now.outcome == RequestOutcome::NotFound,
            Step::SentHome => now.outcome == RequestOutcome::SentHome,
        }
    }
}

/// A closing of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// The event that told of it.
    pub event_id: Uuid,
    /// Who closed it, if it was a person.
    pub by: Option<Uuid>,
    /// Version of the lab after it.
    pub version: i64,
    /// Revision of the queue after it.
    pub revision: i64,
}

/// What is known of a lab's queue being open or closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueueState {
    /// Version of the newest state known; 0 for none.
    pub version: i64,
    /// Whether the queue is open in that state.
    pub open: bool,
    /// The newest closing known.
    pub closing: Option<Closing>,
}

impl QueueState {
    /// What is known after an event that led to `version`; and whether those who wait are told
    /// that the queue has closed. They are not, if something newer says that it is open again or
    /// if they were told of a newer closing.
    #[must_use]
    pub fn learn(self, version: i64, open: bool, closing: Option<Closing>) -> (Self, bool) {
        let mut known = self;
        if version > self.version {
            known.version = version;
            known.open = open;
        }
        let newer = closing.filter(|closing| {
            self.closing
                .is_none_or(|known| closing.version > known.version)
        });
        if newer.is_some() {
            known.closing = newer;
        }
        (known, newer.is_some() && !known.open)
    }

    /// The closing that a student is told of who is found to wait by an event of `revision`, if
    /// that event was overtaken by the closing. Those who were known to wait are told already.
    #[must_use]
    pub fn closing_after(self, revision: i64) -> Option<Closing> {
        self.closing
            .filter(|closing| !self.open && revision < closing.revision)
    }
}

#[cfg(test)]
mod tests;
