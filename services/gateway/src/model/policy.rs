//! How a lab's queue is run.

use handup_contracts::Problem;
use handup_contracts::v1::types::{self, QueueOrder as OrderMessage};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::time;

/// How requests find their tutors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AssignmentMode {
    /// Tutors pick.
    Pull,
    /// The system offers.
    Push,
    /// The system offers, and tutors may also pick.
    Both,
}

/// Who is served first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum QueueOrder {
    /// Who came first.
    Fifo,
    /// Who was not helped in this session yet, then who came first.
    FirstHelpFirst,
}

/// How a lab's queue is run.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    pub(crate) mode: AssignmentMode,
    pub(crate) order: QueueOrder,
    /// Seconds after help in which the same student can't ask again.
    #[schema(minimum = 0, maximum = 7200, examples(0))]
    pub(crate) cooldown_s: i32,
    /// Requests that a tutor may hold at once; 0: no limit.
    #[schema(minimum = 0, maximum = 10, examples(1))]
    pub(crate) held_per_tutor: i32,
    /// Seconds in which an offer has to be answered.
    #[schema(minimum = 5, maximum = 300, examples(30))]
    pub(crate) offer_deadline_s: i32,
    /// Seconds a helping tutor may be gone before the request goes back to the front.
    #[schema(minimum = 10, maximum = 3600, examples(120))]
    pub(crate) grace_s: i32,
    /// Seconds a student may hold the place of one request, all times together; 0: not at all.
    #[schema(minimum = 0, maximum = 3600, examples(600))]
    pub(crate) hold_limit_s: i32,
    /// Whether students may share what they ask, and others with the same problem join them.
    #[serde(default)]
    pub(crate) same_problem: bool,
}

/// Words to all who wait. Plain text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Announcement {
    #[schema(examples("Exercise 3 has a typo: n starts at 1."))]
    pub(crate) text: String,
    pub(crate) at: Timestamp,
    #[schema(examples("Ada Tutor"))]
    pub(crate) by_name: String,
}

impl From<types::Policy> for Policy {
    /// A service of an older version tells none: there tutors pick, and who came first is first.
    fn from(policy: types::Policy) -> Self {
        Self {
            mode: match policy.mode() {
                types::AssignmentMode::Push => AssignmentMode::Push,
                types::AssignmentMode::Both => AssignmentMode::Both,
                types::AssignmentMode::Pull | types::AssignmentMode::Unspecified => {
                    AssignmentMode::Pull
                }
            },
            order: match policy.order() {
                OrderMessage::FirstHelpFirst => QueueOrder::FirstHelpFirst,
                OrderMessage::Fifo | OrderMessage::Unspecified => QueueOrder::Fifo,
            },
            cooldown_s: policy.cooldown_s,
            held_per_tutor: policy.held_per_tutor,
            offer_deadline_s: policy.offer_deadline_s,
            grace_s: policy.grace_s,
            hold_limit_s: policy.hold_limit_s,
            same_problem: policy.same_problem,
        }
    }
}

impl From<Policy> for types::Policy {
    fn from(policy: Policy) -> Self {
        let mode = match policy.mode {
            AssignmentMode::Pull => types::AssignmentMode::Pull,
            AssignmentMode::Push => types::AssignmentMode::Push,
            AssignmentMode::Both => types::AssignmentMode::Both,
        };
        let order = match policy.order {
            QueueOrder::Fifo => OrderMessage::Fifo,
            QueueOrder::FirstHelpFirst => OrderMessage::FirstHelpFirst,
        };
        Self {
            mode: mode.into(),
            order: order.into(),
            cooldown_s: policy.cooldown_s,
            held_per_tutor: policy.held_per_tutor,
            offer_deadline_s: policy.offer_deadline_s,
            grace_s: policy.grace_s,
            hold_limit_s: policy.hold_limit_s,
            same_problem: policy.same_problem,
        }
    }
}

impl TryFrom<types::Announcement> for Announcement {
    type Error = Problem;

    fn try_from(announcement: types::Announcement) -> Result<Self, Problem> {
        Ok(Self {
            text: announcement.text,
            at: time(announcement.at_ms)?,
            by_name: announcement.by_name,
        })
    }
}
