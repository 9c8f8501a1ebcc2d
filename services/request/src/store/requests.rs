//! Requests.

use handup_contracts::v1::types::{RequestOutcome, RequestStatus};
use handup_store::{Error, Gathered, WriteTx, pieces};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{Condition, ConnectionTrait, ExprTrait as _, QueryOrder, QuerySelect, Set};

use crate::domain::fields::Question;
use crate::domain::request::{HelpRequest, Party};
use crate::store::companions;

mod counts;
mod open_students;

pub(crate) use counts::{count_open, count_open_everywhere};
pub(crate) use open_students::has_open;

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "requests")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub lab_id: Uuid,
        pub student_id: Uuid,
        pub student_name: String,
        pub helper_id: Option<Uuid>,
        pub helper_name: String,
        pub status: i32,
        pub outcome: i32,
        pub seat: String,
        pub description: String,
        pub topic: String,
        pub place: i64,
        pub note: String,
        pub put_backs: i32,
        pub created_at_ms: i64,
        pub accepted_at_ms: i64,
        pub first_accepted_at_ms: i64,
        pub finished_at_ms: i64,
        pub version: i64,
        pub idempotency_key: Option<String>,
        pub first_position: i32,
        pub first_revision: i64,
        pub held_from_ms: i64,
        pub held_until_ms: i64,
        pub held_ms: i64,
        pub helped_before: i32,
        pub shared: bool,
        /// A JSON array in the order of joining.
        pub companions: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{ActiveModel, Column, Entity, Model};

/// A request just asked, with the answer its student got.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) request: HelpRequest,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) position: i32,
    pub(crate) revision: i64,
}

/// Which requests a list shows, newest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub(crate) lab_id: Option<Uuid>,
    pub(crate) student_id: Option<Uuid>,
    pub(crate) helper_id: Option<Uuid>,
    pub(crate) statuses: Vec<i32>,
    /// Only requests older than this one.
    pub(crate) before: Option<Uuid>,
}

/// Whether a request waits.
fn pending() -> Expr {
    in_status([RequestStatus::Pending])
}

/// Whether a request waits or is being helped.
fn unfinished() -> Expr {
    in_status([RequestStatus::Pending, RequestStatus::InProgress])
}

/// Whether the student asked it or has joined it.
fn of_student(student_id: Uuid) -> Condition {
    Condition::any()
        .add(Column::StudentId.eq(student_id))
        .add(Column::Id.in_subquery(companions::requests_of(student_id)))
}

/// The numbers are written into the statement and not given as parameters: else neither database
/// can know that a partial index will do, and SQLite prepares the statement anew each time.
fn in_status(statuses: impl IntoIterator<Item = RequestStatus>) -> Expr {
    let numbers = statuses
        .into_iter()
        .map(|status| Expr::Constant(i32::from(status).into()));
    Expr::col((Entity, Column::Status)).is_in(numbers)
}

impl TryFrom<Model> for HelpRequest {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            organisation_id: row.organisation_id,
            lab_id: row.lab_id,
            student: Party {
                id: row.student_id,
                name: row.student_name,
            },
            helper: row.helper_id.map(|id| Party {
                id,
                name: row.helper_name,
            }),
            status: RequestStatus::try_from(row.status).unwrap_or_default(),
            outcome: RequestOutcome::try_from(row.outcome).unwrap_or_default(),
            question: Question {
                seat: row.seat,
                description: row.description,
                topic: row.topic,
                shared: row.shared,
            },
            place: row.place,
            note: row.note,
            put_backs: row.put_backs,
            created_at_ms: row.created_at_ms,
            accepted_at_ms: row.accepted_at_ms,
            first_accepted_at_ms: row.first_accepted_at_ms,
            finished_at_ms: row.finished_at_ms,
            version: row.version,
            held_from_ms: row.held_from_ms,
            held_until_ms: row.held_until_ms,
            held_ms: row.held_ms,
            helped_before: row.helped_before,
            companions: companions::read(&row.companions)?,
        })
    }
}

/// The columns that change in a request's life.
fn changing_columns(request: &HelpRequest) -> ActiveModel {
    ActiveModel {
        helper_id: Set(request.helper.as_ref().map(|helper| helper.id)),
        helper_name: Set(request
            .helper
            .as_ref()
            .map(|helper| helper.name.clone())
            .unwrap_or_default()),
        status: Set(request.status.into()),
        outcome: Set(request.outcome.into()),
        seat: Set(request.question.seat.clone()),
        description: Set(request.question.description.clone()),
        topic: Set(request.question.topic.clone()),
        place: Set(request.place),
        note: Set(request.note.clone()),
        put_backs: Set(request.put_backs),
        accepted_at_ms: Set(request.accepted_at_ms),
        first_accepted_at_ms: Set(request.first_accepted_at_ms),
        finished_at_ms: Set(request.finished_at_ms),
        version: Set(request.version),
        held_from_ms: Set(request.held_from_ms),
        held_until_ms: Set(request.held_until_ms),
        held_ms: Set(request.held_ms),
        shared: Set(request.question.shared),
        companions: Set(companions::written(&request.companions)),
        ..Default::default()
    }
}

/// Has a new request of a locked lab saved at the end of the transaction. False, and nothing done,
/// if the student already has an open one there.
pub(crate) async fn add(tx: &WriteTx, asked: &Asked) -> Result<bool, Error> {
    let request = &asked.request;
    if !open_students::enter(tx, asked).await? {
        return Ok(false);
    }
    tx.gather(NewRequest(ActiveModel {
        idempotency_key: Set(asked.idempotency_key.clone()),
        first_position: Set(asked.position),
        first_revision: Set(asked.revision),
        ..new_row(request)
    }));
    Ok(true)
}

/// All columns; no answer is kept for a repeated call.
fn new_row(request: &HelpRequest) -> ActiveModel {
    ActiveModel {
        id: Set(request.id),
        organisation_id: Set(request.organisation_id),
        lab_id: Set(request.lab_id),
        student_id: Set(request.student.id),
        student_name: Set(request.student.name.clone()),
        created_at_ms: Set(request.created_at_ms),
        helped_before: Set(request.helped_before),
        idempotency_key: Set(None),
        first_position: Set(0),
        first_revision: Set(0),
        ..changing_columns(request)
    }
}

struct NewRequest(ActiveModel);

impl Gathered for NewRequest {
    async fn save_all(tx: &WriteTx, new: Vec<Self>) -> Result<(), Error> {
        let pieces = pieces(new.len());
        let mut rows = new.into_iter().map(|new| new.0);
        for piece in pieces {
            Entity::insert_many(rows.by_ref().take(piece))
                .exec_without_returning(tx)
                .await?;
        }
        Ok(())
    }
}

/// The request that this student asked with this key.
pub(crate) async fn asked_with_key<C: ConnectionTrait>(
    db: &C,
    lab_id: Uuid,
    student_id: Uuid,
    key: &str,
) -> Result<Option<Asked>, Error> {
    let row = Entity::find()
        .filter(Column::StudentId.eq(student_id))
        .filter(Column::LabId.eq(lab_id))
        .filter(Column::IdempotencyKey.eq(key))
        .one(db)
        .await?;
    row.map(|row| {
        Ok(Asked {
            idempotency_key: row.idempotency_key.clone(),
            position: row.first_position,
            revision: row.first_revision,
            request: row.try_into()?,
        })
    })
    .transpose()
}

pub(crate) async fn find<C: ConnectionTrait>(
    db: &C,
    id: Uuid,
) -> Result<Option<HelpRequest>, Error> {
    let row = Entity::find_by_id(id).one(db).await?;
    row.map(TryInto::try_into).transpose()
}

/// Saves `next` if the request still has the version before it: a claim is this one statement.
/// False if somebody was faster.
pub(crate) async fn save_next(tx: &WriteTx, next: &HelpRequest) -> Result<bool, Error> {
    let updated = Entity::update_many()
        .set(changing_columns(next))
        .filter(Column::Id.eq(next.id))
        .filter(Column::Version.eq(next.version - 1))
        .exec(tx)
        .await?;
    Ok(updated.rows_affected > 0)
}

/// Adds a request that goes on for another which ends in this transaction.
pub(crate) async fn add_successor(tx: &WriteTx, request: &HelpRequest) -> Result<(), Error> {
    Entity::insert(new_row(request))
        .exec_without_returning(tx)
        .await?;
    companions::save(tx, request.id, &request.companions).await
}

/// Has the companions of a request found by their students.
pub(crate) async fn save_companions(tx: &WriteTx, request: &HelpRequest) -> Result<(), Error> {
    companions::save(tx, request.id, &request.companions).await
}

/// Position from 1 of a waiting request with this place.
pub(crate) async fn position<C: ConnectionTrait>(
    db: &C,
    lab_id: Uuid,
    place: i64,
) -> Result<i32, Error> {
    let ahead = Entity::find()
        .filter(Column::LabId.eq(lab_id))
        .filter(pending())
        .filter(Column::Place.lt(place))
        .count(db)
        .await?;
    Ok(i32::try_from(ahead).unwrap_or(i32::MAX - 1) + 1)
}

/// The waiting in order of service, then those being helped.
pub(crate) async fn open<C: ConnectionTrait>(
    db: &C,
    lab_id: Uuid,
) -> Result<Vec<HelpRequest>, Error> {
    let rows = Entity::find()
        .filter(Column::LabId.eq(lab_id))
        .filter(unfinished())
        .order_by_asc(Column::Status)
        .order_by_asc(Column::Place)
        .all(db)
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The requests a tutor holds in a lab: student and seat of each.
pub(crate) async fn held_by(
    tx: &WriteTx,
    lab_id: Uuid,
    tutor_id: Uuid,
) -> Result<Vec<(String, String)>, Error> {
    Ok(Entity::find()
        .select_only()
        .column(Column::StudentName)
        .column(Column::Seat)
        .filter(Column::LabId.eq(lab_id))
        .filter(in_status([RequestStatus::InProgress]))
        .filter(Column::HelperId.eq(tutor_id))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(tx)
        .await?)
}

/// When the help ended that the student got in this lab since `since_ms`, asked for or joined, UTC
/// milliseconds, newest first.
pub(crate) async fn helped_since(
    tx: &WriteTx,
    lab_id: Uuid,
    student_id: Uuid,
    since_ms: i64,
) -> Result<Vec<i64>, Error> {
    Ok(Entity::find()
        .select_only()
        .column(Column::FinishedAtMs)
        .filter(of_student(student_id))
        .filter(Column::LabId.eq(lab_id))
        .filter(Column::Outcome.eq(i32::from(RequestOutcome::Helped)))
        .filter(Column::FinishedAtMs.gte(since_ms))
        .order_by_desc(Column::FinishedAtMs)
        .into_tuple()
        .all(tx)
        .await?)
}

pub(crate) async fn list<C: ConnectionTrait>(
    db: &C,
    filter: &Filter,
    limit: u64,
) -> Result<Vec<HelpRequest>, Error> {
    let mut find = Entity::find();
    if let Some(lab_id) = filter.lab_id {
        find = find.filter(Column::LabId.eq(lab_id));
    }
    if let Some(student_id) = filter.student_id {
        find = find.filter(of_student(student_id));
    }
    if let Some(helper_id) = filter.helper_id {
        find = find.filter(Column::HelperId.eq(helper_id));
    }
    if !filter.statuses.is_empty() {
        find = find.filter(Column::Status.is_in(filter.statuses.iter().copied()));
    }
    if let Some(before) = filter.before {
        find = find.filter(Column::Id.lt(before));
    }
    let rows = find.order_by_desc(Column::Id).limit(limit).all(db).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}
