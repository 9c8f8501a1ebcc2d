//! Who has come near the front of the queue.
//!
//! Told once in each stay in the queue, and only to those who began it further back: being told
//! "almost your turn" in the moment of asking is noise. A stay begins *due*; where it begins near
//! the front already, it is *settled* without a word; else it becomes *told* when the front is
//! near.
//!
//! Events can arrive late. One from before a stay began shows where the stay really began, so it
//! corrects who is due and nobody is told because of it. A stay that is itself heard of late is
//! compared with who was ahead then, as far as known, and not only with who is ahead now.

use uuid::Uuid;

use crate::domain::request::Student;

/// How it stands with telling a student that the front is near, in one stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Notice {
    /// To be told once the front is near.
    #[default]
    Due,
    /// Nothing to tell: the stay began near the front.
    Settled,
    /// Was told.
    Told,
}

impl Notice {
    /// The number it is saved as.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Notice::Due => 0,
            Notice::Settled => 1,
            Notice::Told => 2,
        }
    }

    /// The notice saved as `number`.
    #[must_use]
    pub const fn from_number(number: i32) -> Self {
        match number {
            0 => Notice::Due,
            1 => Notice::Settled,
            _ => Notice::Told,
        }
    }
}

/// A request near the front of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub request_id: Uuid,
    /// Who asked, then who waits with it.
    pub students: Vec<Student>,
    /// Revision of the queue at which this stay began.
    pub since_revision: i64,
    /// Whether the student is still to be told.
    pub notice: Notice,
}

/// What changed the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The request that changed.
    pub request_id: Uuid,
    /// Whether that request entered the queue.
    pub entered: bool,
    /// Whether it is known to have entered further back than it is now: it is heard of late.
    pub entered_further_back: bool,
    /// Revision of the queue right after it.
    pub revision: i64,
}

/// Whom to tell and what to remember.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// Those to be told, each with the position from 1. They become [`Notice::Told`].
    pub tell: Vec<(usize, Waiting)>,
    /// Those who become [`Notice::Settled`].
    pub settle: Vec<Uuid>,
    /// Those who turn out to have begun further back, and become [`Notice::Due`] again.
    pub due_again: Vec<Uuid>,
}

/// Decides by the first few of the queue, in order, `before` and `after` the change. `before` is
/// of use only for late changes and may be empty for others.
#[must_use]
pub fn near_front(before: &[Waiting], after: &[Waiting], change: Change) -> Decision {
    let mut decision = Decision::default();
    for (index, waiting) in after.iter().enumerate() {
        if waiting.notice != Notice::Due {
            continue;
        }
        let began_here = change.entered
            && !change.entered_further_back
            && waiting.request_id == change.request_id;
        if began_here || change.revision < waiting.since_revision {
            decision.settle.push(waiting.request_id);
        } else {
            decision.tell.push((index + 1, waiting.clone()));
        }
    }
    let pushed_back = |waiting: &&Waiting| {
        waiting.request_id != change.request_id
            && !after
                .iter()
                .any(|other| other.request_id == waiting.request_id)
    };
    decision.due_again = before
        .iter()
        .filter(|waiting| change.revision < waiting.since_revision)
        .filter(|waiting| waiting.notice == Notice::Settled)
        .filter(pushed_back)
        .map(|waiting| waiting.request_id)
        .collect();
    decision
}

#[cfg(test)]
mod tests;
