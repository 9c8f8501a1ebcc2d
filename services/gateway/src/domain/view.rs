//! Who sees what: the messages about a lab, written once for each view.
//!
//! Staff see everything. Students see the lab, opaque tickets in order, and their own requests. A
//! screen in the room shows numbers and PCs, and nothing that tells who sits there.

use handup_contracts::Problem;
use handup_contracts::v1::types::{self, RequestStatus};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::domain::picture::{Change, Changed, Queue};
use crate::model;
use crate::model::account::Role;
use crate::model::availability::Availability;
use crate::model::lab::LabSummary;
use crate::model::request::Request;

/// How somebody sees a lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum View {
    Staff,
    Student,
    Wall,
}

impl From<Role> for View {
    fn from(role: Role) -> Self {
        match role {
            Role::Student => Self::Student,
            Role::Tutor | Role::Manager => Self::Staff,
        }
    }
}

/// What the pictures of one lab are called.
#[derive(Debug, Clone)]
pub(crate) struct Topics {
    /// For staff and students.
    pub(crate) lab: String,
    /// For a screen in the room.
    pub(crate) wall: String,
}

impl Topics {
    /// The one in which `view` is shown.
    pub(crate) fn of(&self, view: View) -> &str {
        match view {
            View::Staff | View::Student => &self.lab,
            View::Wall => &self.wall,
        }
    }
}

/// One change as each view is told.
#[derive(Debug, Clone)]
pub(crate) struct Delta<T> {
    pub(crate) revision: i64,
    pub(crate) staff: T,
    pub(crate) student: T,
    /// For the students the request belongs to: account ids and text.
    pub(crate) own: Option<(Vec<String>, T)>,
    pub(crate) wall: T,
}

/// What a student sees of a queue, apart from the own requests.
#[derive(Debug)]
pub(crate) struct StudentBase {
    revision: i64,
    lab: Box<RawValue>,
    tickets: Box<RawValue>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Message<'a> {
    Snapshot(Snapshot<'a>),
    Delta(&'a DeltaBody<'a>),
    Tutor {
        topic: &'a str,
        tutor: Availability,
    },
    Resumed {
        topic: &'a str,
        view: View,
        revision: i64,
    },
}

#[derive(Serialize)]
#[serde(tag = "view", rename_all = "snake_case")]
enum Snapshot<'a> {
    Staff {
        topic: &'a str,
        revision: i64,
        lab: Box<LabSummary>,
        requests: Vec<Request>,
        tutors: Vec<Availability>,
    },
    Student {
        topic: &'a str,
        revision: i64,
        lab: &'a RawValue,
        tickets: &'a RawValue,
        own: Vec<Request>,
    },
    Wall {
        topic: &'a str,
        revision: i64,
        lab: Box<LabSummary>,
        seats: Vec<Seat>,
    },
}

#[derive(Serialize, Clone)]
struct DeltaBody<'a> {
    topic: &'a str,
    revision: i64,
    event: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    lab: Option<LabSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<Request>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<Ticket>,
    #[serde(skip_serializing_if = "Option::is_none")]
    own: Option<Request>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seat: Option<Seat>,
}

/// A place in the queue as the room may see it.
#[derive(Serialize, Clone)]
struct Seat {
    id: Uuid,
    place: i64,
    state: TicketState,
    /// PC number.
    seat: String,
}

/// A place in the queue that does not say whose it is.
#[derive(Serialize, Clone)]
struct Ticket {
    id: Uuid,
    place: i64,
    state: TicketState,
    /// Whether it is the student's first help in this session, where the order depends on it.
    first: bool,
    /// Is not called before; absent if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    held_until: Option<Timestamp>,
    /// What others may read who have the same problem; absent where it can't be joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    shared: Option<Shared>,
}

/// What a student lets others read.
#[derive(Serialize, Clone)]
struct Shared {
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    /// How many wait with it already.
    companions: usize,
}

#[derive(Serialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum TicketState {
    Waiting,
    InProgress,
    Gone,
}

/// The change as everybody concerned is told.
pub(crate) fn delta(topics: &Topics, change: &Change) -> Result<Delta<String>, Problem> {
    let empty = DeltaBody {
        topic: &topics.lab,
        revision: change.revision,
        event: &change.name,
        lab: None,
        request: None,
        ticket: None,
        own: None,
        seat: None,
    };
    let empty_wall = DeltaBody {
        topic: &topics.wall,
        ..empty.clone()
    };
    match &change.what {
        Changed::Lab(lab) => {
            let mut lab = LabSummary::try_from(lab.clone())?;
            lab.revision = change.revision;
            let text = write(&Message::Delta(&DeltaBody {
                lab: Some(lab.clone()),
                ..empty
            }))?;
            Ok(Delta {
                wall: write(&Message::Delta(&DeltaBody {
                    lab: Some(lab),
                    ..empty_wall
                }))?,
                revision: change.revision,
                staff: text.clone(),
                student: text,
                own: None,
            })
        }
        Changed::Request(request) => {
            let whole = Request::try_from(request.clone())?;
            let for_students = DeltaBody {
                ticket: Some(ticket(request)?),
                ..empty.clone()
            };
            let for_own = DeltaBody {
                own: Some(whole.clone()),
                ..for_students.clone()
            };
            Ok(Delta {
                revision: change.revision,
                staff: write(&Message::Delta(&DeltaBody {
                    request: Some(whole),
                    ..empty
                }))?,
                student: write(&Message::Delta(&for_students))?,
                wall: write(&Message::Delta(&DeltaBody {
                    seat: Some(seat(request)?),
                    ..empty_wall
                }))?,
                own: Some((
                    students(request).map(str::to_owned).collect(),
                    write(&Message::Delta(&for_own))?,
                )),
            })
        }
    }
}

/// The whole picture for staff.
pub(crate) fn staff_snapshot<'a>(
    topic: &str,
    queue: &Queue,
    tutors: impl Iterator<Item = &'a types::Availability>,
) -> Result<String, Problem> {
    write(&Message::Snapshot(Snapshot::Staff {
        topic,
        revision: queue.lab.revision,
        lab: Box::new(queue.lab.clone().try_into()?),
        requests: model::all(in_order(queue).cloned().collect())?,
        tutors: model::all(tutors.cloned().collect())?,
    }))
}

/// The whole picture for a screen in the room.
pub(crate) fn wall_snapshot(topic: &str, queue: &Queue) -> Result<String, Problem> {
    write(&Message::Snapshot(Snapshot::Wall {
        topic,
        revision: queue.lab.revision,
        lab: Box::new(queue.lab.clone().try_into()?),
        seats: in_order(queue).map(seat).collect::<Result<_, _>>()?,
    }))
}

/// What all students see alike.
pub(crate) fn student_base(queue: &Queue) -> Result<StudentBase, Problem> {
    let tickets: Vec<Ticket> = in_order(queue).map(ticket).collect::<Result<_, _>>()?;
    Ok(StudentBase {
        revision: queue.lab.revision,
        lab: raw(&LabSummary::try_from(queue.lab.clone())?)?,
        tickets: raw(&tickets)?,
    })
}

/// The whole picture for the student `account_id`.
pub(crate) fn student_snapshot(
    topic: &str,
    base: &StudentBase,
    queue: &Queue,
    account_id: &str,
) -> Result<String, Problem> {
    let own = in_order(queue).filter(|request| students(request).any(|id| id == account_id));
    write(&Message::Snapshot(Snapshot::Student {
        topic,
        revision: base.revision,
        lab: &base.lab,
        tickets: &base.tickets,
        own: model::all(own.cloned().collect())?,
    }))
}

/// A tutor's availability, for staff.
pub(crate) fn tutor(topic: &str, tutor: &types::Availability) -> Result<String, Problem> {
    write(&Message::Tutor {
        topic,
        tutor: tutor.clone().try_into()?,
    })
}

/// Says that just what was missed follows, up to `revision`.
pub(crate) fn resumed(topic: &str, view: View, revision: i64) -> Result<String, Problem> {
    write(&Message::Resumed {
        topic,
        view,
        revision,
    })
}

fn in_order(queue: &Queue) -> impl Iterator<Item = &types::Request> {
    let mut requests: Vec<_> = queue.requests.values().collect();
    requests.sort_by_key(|request| (request.place, &request.id));
    requests.into_iter()
}

fn state(request: &types::Request) -> Result<TicketState, Problem> {
    match request.status() {
        RequestStatus::Pending => Ok(TicketState::Waiting),
        RequestStatus::InProgress => Ok(TicketState::InProgress),
        RequestStatus::Completed | RequestStatus::Cancelled => Ok(TicketState::Gone),
        RequestStatus::Unspecified => {
            Err(Problem::internal("a request status that is not specified"))
        }
    }
}

fn seat(request: &types::Request) -> Result<Seat, Problem> {
    Ok(Seat {
        id: model::id(&request.id)?,
        place: request.place,
        state: state(request)?,
        seat: request.seat.clone(),
    })
}

fn ticket(request: &types::Request) -> Result<Ticket, Problem> {
    let state = state(request)?;
    Ok(Ticket {
        id: model::id(&request.id)?,
        place: request.place,
        state,
        first: request.helped_before == 0,
        held_until: model::optional_time(request.held_until_ms)?,
        shared: (request.shared && state == TicketState::Waiting).then(|| Shared {
            description: request.description.clone(),
            topic: model::optional_text(request.topic.clone()),
            companions: request.companions.len(),
        }),
    })
}

/// The accounts of who asked and of who waits with it.
fn students(request: &types::Request) -> impl Iterator<Item = &str> {
    let joined = request.companions.iter();
    std::iter::once(request.student_id.as_str()).chain(joined.map(|one| one.student_id.as_str()))
}

fn raw(value: &impl Serialize) -> Result<Box<RawValue>, Problem> {
    serde_json::value::to_raw_value(value).map_err(unwritten)
}

fn write(value: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(unwritten)
}

fn unwritten(error: serde_json::Error) -> Problem {
    Problem::internal(format!("a live message could not be written: {error}"))
}
