//! Labs.

use handup_contracts::Problem;
use handup_contracts::v1::request::{LabReply, LabView};
use handup_contracts::v1::types;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::model::account::Role;
use crate::model::policy::{Announcement, Policy};
use crate::model::request::{Request, RequestStatus};
use crate::model::schedule::{Schedule, Turn};
use crate::model::{id, optional_time, present, time};

/// A lab, as the asker sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Lab {
    #[serde(flatten)]
    pub(crate) summary: LabSummary,
    /// What the asker may do here.
    pub(crate) role: Role,
    /// Requests that wait now.
    pub(crate) waiting: i32,
    /// Requests being helped now.
    pub(crate) in_progress: i32,
    pub(crate) created_at: Timestamp,
}

/// A lab, as everybody in it sees it: part of the live picture.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LabSummary {
    pub(crate) id: Uuid,
    pub(crate) organisation_id: Uuid,
    #[schema(examples("Programming 1, group A"))]
    pub(crate) name: String,
    #[schema(examples("Room 2.14"))]
    pub(crate) room: String,
    /// Topics a request may have, in the order of display.
    pub(crate) topics: Vec<String>,
    /// Whether new requests are taken.
    pub(crate) queue_open: bool,
    /// Whether the tutors take a break: requests are taken, nobody is called.
    pub(crate) paused: bool,
    pub(crate) policy: Policy,
    /// The latest words to all who wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) announcement: Option<Announcement>,
    /// When the running session began; absent while the queue is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) opened_at: Option<Timestamp>,
    pub(crate) schedule: Schedule,
    /// When it opens or closes by itself next; absent if it never does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_turn: Option<Turn>,
    /// IANA name of the organisation's time zone; absent in the first moments of a new lab.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("Europe/Berlin"))]
    pub(crate) time_zone: Option<String>,
    /// Counts the changes of the queue.
    pub(crate) revision: i64,
}

impl TryFrom<LabView> for Lab {
    type Error = Problem;

    fn try_from(view: LabView) -> Result<Self, Problem> {
        let role = view.role().try_into()?;
        let lab = present(view.lab, "the lab")?;
        let created_at = time(lab.created_at_ms)?;
        Ok(Self {
            summary: lab.try_into()?,
            role,
            waiting: view.waiting,
            in_progress: view.in_progress,
            created_at,
        })
    }
}

impl Lab {
    /// `reply`, which was read a moment apart, brought to the state that `now` and `requests` show.
    pub(crate) fn at(
        reply: LabReply,
        now: &types::Lab,
        requests: &[Request],
    ) -> Result<Self, Problem> {
        let count = |status| {
            let found = requests
                .iter()
                .filter(|request| request.status == status)
                .count();
            i32::try_from(found).unwrap_or(i32::MAX)
        };
        let mut lab = Self::try_from(reply)?;
        lab.summary.queue_open = now.queue_open;
        lab.summary.revision = now.revision;
        lab.waiting = count(RequestStatus::Pending);
        lab.in_progress = count(RequestStatus::InProgress);
        Ok(lab)
    }
}

impl TryFrom<LabReply> for Lab {
    type Error = Problem;

    fn try_from(reply: LabReply) -> Result<Self, Problem> {
        present(reply.lab, "the lab")?.try_into()
    }
}

impl TryFrom<types::Lab> for LabSummary {
    type Error = Problem;

    fn try_from(lab: types::Lab) -> Result<Self, Problem> {
        let next_turn = Turn::next(&lab)?;
        Ok(Self {
            id: id(&lab.id)?,
            organisation_id: id(&lab.organisation_id)?,
            name: lab.name,
            room: lab.room,
            topics: lab.topics,
            queue_open: lab.queue_open,
            paused: lab.paused,
            policy: lab.policy.unwrap_or_default().into(),
            announcement: lab.announcement.map(TryInto::try_into).transpose()?,
            opened_at: optional_time(lab.opened_at_ms)?,
            schedule: lab.schedule.unwrap_or_default().try_into()?,
            next_turn,
            time_zone: Some(lab.time_zone).filter(|zone| !zone.is_empty()),
            revision: lab.revision,
        })
    }
}
