//! Help requests.

use handup_contracts::Problem;
use handup_contracts::v1::request::{HistoryEntry as EntryMessage, RequestReply};
use handup_contracts::v1::types;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::model::{all, id, optional_id, optional_text, optional_time, present, time};

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RequestStatus {
    /// Waiting for help.
    Pending,
    /// Somebody helps.
    InProgress,
    /// Done.
    Completed,
    /// Given up.
    Cancelled,
}

/// How a finished request came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RequestOutcome {
    /// A tutor helped.
    Helped,
    /// The student found the answer alone.
    ResolvedAlone,
    /// The student gave up the place.
    Withdrawn,
    /// The tutor came and the student was not there.
    NotFound,
    /// The queue closed before its turn.
    SentHome,
}

/// A help request.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Request {
    pub(crate) id: Uuid,
    pub(crate) lab_id: Uuid,
    pub(crate) student_id: Uuid,
    #[schema(examples("Sam Student"))]
    pub(crate) student_name: String,
    /// Who helps or has helped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) helper_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("Ada Tutor"))]
    pub(crate) helper_name: Option<String>,
    pub(crate) status: RequestStatus,
    /// Absent while not finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) outcome: Option<RequestOutcome>,
    /// PC number.
    #[schema(examples("14"))]
    pub(crate) seat: String,
    #[schema(examples("My loop never ends."))]
    pub(crate) description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("Loops"))]
    pub(crate) topic: Option<String>,
    /// Order in the queue: a smaller one is served earlier.
    pub(crate) place: i64,
    /// What the tutor noted at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    /// How often it was put back into the queue.
    pub(crate) put_backs: i32,
    pub(crate) created_at: Timestamp,
    /// The latest acceptance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) accepted_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) finished_at: Option<Timestamp>,
    /// How often the student was helped before in the session of asking; counted only where the
    /// order depends on it.
    pub(crate) helped_before: i32,
    /// The student is away until then and keeps the place; absent or past: can be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) held_until: Option<Timestamp>,
    /// Seconds for which the place has been held in all once the hold that runs now, if any, has
    /// run out.
    pub(crate) held_s: i64,
    /// Whether other students read topic and description, and may wait with it.
    pub(crate) shared: bool,
    /// Who has the same problem and waits with it, in the order of joining: one visit serves all.
    pub(crate) companions: Vec<Companion>,
    /// Counts the changes of this request.
    pub(crate) version: i64,
}

/// A student with the same problem as another.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Companion {
    pub(crate) student_id: Uuid,
    #[schema(examples("Ann Student"))]
    pub(crate) student_name: String,
    /// PC number.
    #[schema(examples("3"))]
    pub(crate) seat: String,
    pub(crate) joined_at: Timestamp,
}

/// A request and where it stands in the queue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Placed {
    pub(crate) request: Request,
    /// Place in the queue, from 1; absent where it does not wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub(crate) position: Option<i32>,
}

/// One page of requests, newest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RequestPage {
    pub(crate) requests: Vec<Request>,
    /// What to ask for as `page` next; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_page: Option<String>,
}

/// One step in the life of a request.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct HistoryEntry {
    /// What happened.
    #[schema(examples("accepted"))]
    pub(crate) what: String,
    pub(crate) at: Timestamp,
    /// Who did it.
    #[schema(examples("Ada Tutor"))]
    pub(crate) actor_name: String,
    /// What was said about it; may be empty.
    pub(crate) comment: String,
}

impl TryFrom<types::RequestStatus> for RequestStatus {
    type Error = Problem;

    fn try_from(status: types::RequestStatus) -> Result<Self, Problem> {
        match status {
            types::RequestStatus::Pending => Ok(Self::Pending),
            types::RequestStatus::InProgress => Ok(Self::InProgress),
            types::RequestStatus::Completed => Ok(Self::Completed),
            types::RequestStatus::Cancelled => Ok(Self::Cancelled),
            types::RequestStatus::Unspecified => {
                Err(Problem::internal("a request status that is not specified"))
            }
        }
    }
}

impl From<RequestStatus> for types::RequestStatus {
    fn from(status: RequestStatus) -> Self {
        match status {
            RequestStatus::Pending => Self::Pending,
            RequestStatus::InProgress => Self::InProgress,
            RequestStatus::Completed => Self::Completed,
            RequestStatus::Cancelled => Self::Cancelled,
        }
    }
}

fn outcome(outcome: types::RequestOutcome) -> Option<RequestOutcome> {
    match outcome {
        types::RequestOutcome::Unspecified => None,
        types::RequestOutcome::Helped => Some(RequestOutcome::Helped),
        types::RequestOutcome::ResolvedAlone => Some(RequestOutcome::ResolvedAlone),
        types::RequestOutcome::Withdrawn => Some(RequestOutcome::Withdrawn),
        types::RequestOutcome::NotFound => Some(RequestOutcome::NotFound),
        types::RequestOutcome::SentHome => Some(RequestOutcome::SentHome),
    }
}

impl TryFrom<types::Request> for Request {
    type Error = Problem;

    fn try_from(request: types::Request) -> Result<Self, Problem> {
        Ok(Self {
            id: id(&request.id)?,
            lab_id: id(&request.lab_id)?,
            student_id: id(&request.student_id)?,
            helper_id: optional_id(&request.helper_id)?,
            status: request.status().try_into()?,
            outcome: outcome(request.outcome()),
            place: request.place,
            put_backs: request.put_backs,
            created_at: time(request.created_at_ms)?,
            accepted_at: optional_time(request.accepted_at_ms)?,
            finished_at: optional_time(request.finished_at_ms)?,
            helped_before: request.helped_before,
            held_until: optional_time(request.held_until_ms)?,
            held_s: request.held_ms.div_euclid(1000),
            shared: request.shared,
            companions: all(request.companions)?,
            version: request.version,
            student_name: request.student_name,
            helper_name: optional_text(request.helper_name),
            seat: request.seat,
            description: request.description,
            topic: optional_text(request.topic),
            note: optional_text(request.note),
        })
    }
}

impl TryFrom<types::Companion> for Companion {
    type Error = Problem;

    fn try_from(companion: types::Companion) -> Result<Self, Problem> {
        Ok(Self {
            student_id: id(&companion.student_id)?,
            student_name: companion.student_name,
            seat: companion.seat,
            joined_at: time(companion.joined_at_ms)?,
        })
    }
}

impl TryFrom<RequestReply> for Placed {
    type Error = Problem;

    fn try_from(reply: RequestReply) -> Result<Self, Problem> {
        Ok(Self {
            request: present(reply.request, "the request")?.try_into()?,
            position: position(reply.position),
        })
    }
}

/// A place in the queue, where 0 means none.
pub(crate) fn position(position: i32) -> Option<i32> {
    (position > 0).then_some(position)
}

impl TryFrom<EntryMessage> for HistoryEntry {
    type Error = Problem;

    fn try_from(entry: EntryMessage) -> Result<Self, Problem> {
        Ok(Self {
            what: entry.what,
            at: time(entry.at_ms)?,
            actor_name: entry.actor_name,
            comment: entry.comment,
        })
    }
}

/// The statuses to list; none means all.
pub(crate) fn statuses(status: Option<RequestStatus>) -> Vec<i32> {
    status
        .map(|status| types::RequestStatus::from(status).into())
        .into_iter()
        .collect()
}
