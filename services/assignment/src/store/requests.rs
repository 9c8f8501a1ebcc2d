//! Requests, as far as assignment needs them: a projection of their events.

use handup_contracts::Problem;
use handup_contracts::ids::id;
use handup_contracts::v1::types::{Request, RequestOutcome, RequestStatus};
use handup_store::{Error, WriteTx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ConnectionTrait, ExprTrait as _, IntoActiveModel, QueryOrder, QuerySelect};

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
        pub request_id: Uuid,
        pub lab_id: Uuid,
        pub status: i32,
        pub outcome: i32,
        pub place: i64,
        pub helper_id: Option<Uuid>,
        pub helper_name: String,
        pub seat: String,
        pub description: String,
        pub topic: String,
        pub student_name: String,
        pub held_until_ms: i64,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};

pub(crate) use entity::Model as RequestRow;

/// Requests that one round looks at: more than any lab has free tutors for.
const LOOKED_AT: u64 = 200;

impl TryFrom<Request> for RequestRow {
    type Error = Problem;

    fn try_from(request: Request) -> Result<Self, Problem> {
        let helped = request.status() == RequestStatus::InProgress;
        Ok(Self {
            request_id: id(&request.id)?,
            lab_id: id(&request.lab_id)?,
            status: request.status,
            outcome: request.outcome,
            place: request.place,
            helper_id: if helped {
                Some(id(&request.helper_id)?)
            } else {
                None
            },
            helper_name: request.helper_name,
            seat: request.seat,
            description: request.description,
            topic: request.topic,
            student_name: request.student_name,
            held_until_ms: request.held_until_ms,
            version: request.version,
        })
    }
}

impl RequestRow {
    pub(crate) fn status(&self) -> RequestStatus {
        RequestStatus::try_from(self.status).unwrap_or_default()
    }

    /// Why nobody is needed any more, if so.
    pub(crate) fn ended(&self) -> Option<String> {
        let open = [RequestStatus::Pending, RequestStatus::InProgress];
        if open.contains(&self.status()) {
            return None;
        }
        let text = match RequestOutcome::try_from(self.outcome).unwrap_or_default() {
            RequestOutcome::Withdrawn => "The student has cancelled the request.",
            RequestOutcome::ResolvedAlone => "The student has found the answer.",
            _ => "The request has ended.",
        };
        Some(text.to_owned())
    }
}

pub(crate) async fn find<C: ConnectionTrait>(
    db: &C,
    request_id: Uuid,
) -> Result<Option<RequestRow>, Error> {
    Ok(Entity::find_by_id(request_id).one(db).await?)
}

/// Saves the request, unless something newer is known. False if so.
pub(crate) async fn apply(tx: &WriteTx, row: &RequestRow) -> Result<bool, Error> {
    let changed = Entity::insert(row.clone().into_active_model().reset_all())
        .on_conflict(unless_newer())
        .exec_without_returning(tx)
        .await?;
    Ok(changed > 0)
}

fn unless_newer() -> OnConflict {
    OnConflict::column(Column::RequestId)
        .update_columns([
            Column::Status,
            Column::Outcome,
            Column::Place,
            Column::HelperId,
            Column::HelperName,
            Column::Seat,
            Column::Description,
            Column::Topic,
            Column::StudentName,
            Column::HeldUntilMs,
            Column::Version,
        ])
        .action_and_where(
            Expr::col((Entity, Column::Version)).lt(Expr::col(("excluded", Column::Version))),
        )
        .to_owned()
}

/// The request that the tutor helps with in this lab; of several the one asked first.
pub(crate) async fn helped_by<C: ConnectionTrait>(
    db: &C,
    lab_id: Uuid,
    tutor_id: Uuid,
) -> Result<Option<RequestRow>, Error> {
    Ok(Entity::find()
        .filter(Column::HelperId.eq(tutor_id))
        .filter(Column::LabId.eq(lab_id))
        .order_by_asc(Column::RequestId)
        .one(db)
        .await?)
}

/// The waiting of a lab in the order in which they are served, as many as a round looks at.
pub(crate) async fn waiting<C: ConnectionTrait>(
    db: &C,
    lab_id: Uuid,
) -> Result<Vec<RequestRow>, Error> {
    // The number stands in the statement, so that the partial index can be used.
    let pending = Expr::Constant(i32::from(RequestStatus::Pending).into());
    Ok(Entity::find()
        .filter(Column::LabId.eq(lab_id))
        .filter(Expr::col((Entity, Column::Status)).eq(pending))
        .order_by_asc(Column::Place)
        .limit(LOOKED_AT)
        .all(db)
        .await?)
}

/// Those of `request_ids` that are known.
pub(crate) async fn among<C: ConnectionTrait>(
    db: &C,
    request_ids: Vec<Uuid>,
) -> Result<Vec<RequestRow>, Error> {
    if request_ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Entity::find()
        .filter(Column::RequestId.is_in(request_ids))
        .all(db)
        .await?)
}
