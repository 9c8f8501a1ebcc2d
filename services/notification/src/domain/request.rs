//! What has to be known of a request to decide who is told what.

use handup_contracts::Problem;
use handup_contracts::ids::id;
use handup_contracts::v1::types::{Request, RequestOutcome, RequestStatus};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A student who needs help, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Student {
    /// Account id.
    pub id: Uuid,
    /// PC number, as written on the seat.
    pub seat: String,
}

/// One state in the life of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestState {
    /// Its id.
    pub id: Uuid,
    /// The lab in whose queue it is.
    pub lab_id: Uuid,
    /// Who asked.
    pub student: Student,
    /// Who has the same problem and waits with it.
    pub companions: Vec<Student>,
    /// Who helps or has helped.
    pub helper_id: Option<Uuid>,
    /// Where it stands.
    pub status: RequestStatus,
    /// How it ended.
    pub outcome: RequestOutcome,
    /// Order in the queue: smaller is served earlier.
    pub place: i64,
    /// How often it came back to the queue.
    pub put_backs: i32,
    /// The latest acceptance, UTC milliseconds; 0 for none.
    pub accepted_at_ms: i64,
    /// Counts the changes, from 1.
    pub version: i64,
}

impl RequestState {
    /// All who are told what happens to it.
    pub fn students(&self) -> impl Iterator<Item = &Student> {
        std::iter::once(&self.student).chain(&self.companions)
    }

    /// Whether it is in the queue.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.status == RequestStatus::Pending
    }

    /// Whether `self` and `other` lie between the same two changes of hands: accepted equally
    /// often, and put back equally often.
    #[must_use]
    pub fn same_phase(&self, other: &Self) -> bool {
        self.status == other.status
            && self.helper_id == other.helper_id
            && self.accepted_at_ms == other.accepted_at_ms
            && self.put_backs == other.put_backs
    }

    /// Whether `self`, following `before`, has just come into the queue.
    #[must_use]
    pub fn enters_queue(&self, before: Option<&Self>) -> bool {
        self.waits() && !before.is_some_and(|before| self.same_phase(before))
    }
}

impl TryFrom<&Request> for RequestState {
    type Error = Problem;

    fn try_from(request: &Request) -> Result<Self, Problem> {
        let helper_id = match request.helper_id.as_str() {
            "" => None,
            helper => Some(id(helper)?),
        };
        Ok(Self {
            id: id(&request.id)?,
            lab_id: id(&request.lab_id)?,
            student: student(&request.student_id, &request.seat)?,
            companions: request
                .companions
                .iter()
                .map(|companion| student(&companion.student_id, &companion.seat))
                .collect::<Result<_, _>>()?,
            helper_id,
            status: request.status(),
            outcome: request.outcome(),
            place: request.place,
            put_backs: request.put_backs,
            accepted_at_ms: request.accepted_at_ms,
            version: request.version,
        })
    }
}

fn student(student_id: &str, seat: &str) -> Result<Student, Problem> {
    Ok(Student {
        id: id(student_id)?,
        seat: seat.to_owned(),
    })
}
