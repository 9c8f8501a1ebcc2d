//! Offers.

use handup_contracts::Problem;
use handup_contracts::v1::types::{Offer, OfferState, ScorePart};
use handup_store::{Error, WriteTx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{
    Condition, ConnectionTrait, ExprTrait as _, IntoActiveModel, QueryOrder, QuerySelect,
};

use crate::domain::offers::{self, Score};

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "offers")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub lab_id: Uuid,
        pub request_id: Uuid,
        pub helper_id: Uuid,
        pub helper_name: String,
        pub state: i32,
        pub reason: String,
        pub wave: i32,
        pub sent_at_ms: i64,
        pub expires_at_ms: i64,
        pub ended_at_ms: i64,
        pub score: String,
        pub seat: String,
        pub description: String,
        pub topic: String,
        pub student_name: String,
        pub claimed_version: i64,
        pub settled: bool,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};

pub(crate) use entity::Model as OfferRow;

/// The parts of a score as the table holds them.
pub(crate) fn score_column(score: &Score) -> Result<String, Error> {
    let parts: Vec<(&str, f64)> = score.0.iter().map(|part| (part.name, part.value)).collect();
    serde_json::to_string(&parts).map_err(|err| Problem::internal(err.to_string()).into())
}

impl OfferRow {
    pub(crate) fn state(&self) -> OfferState {
        OfferState::try_from(self.state).unwrap_or_default()
    }

    /// The offer as the engine sees it; nothing if nothing depends on it any more.
    pub(crate) fn fact(&self) -> Option<offers::Offer> {
        let state = match self.state() {
            OfferState::Sent => offers::OfferState::Sent,
            OfferState::Accepted if !self.settled => offers::OfferState::Claiming,
            OfferState::Standby => offers::OfferState::Standby,
            OfferState::Declined | OfferState::Lapsed => offers::OfferState::Refused,
            _ => return None,
        };
        Some(offers::Offer {
            id: self.id,
            need_id: self.request_id,
            helper_id: self.helper_id,
            state,
            wave: self.wave,
            sent_at_ms: self.sent_at_ms,
            expires_at_ms: self.expires_at_ms,
            ended_at_ms: self.ended_at_ms,
        })
    }

    pub(crate) fn message(&self) -> Result<Offer, Error> {
        let score: Vec<(String, f64)> = serde_json::from_str(&self.score)
            .map_err(|err| Problem::internal(format!("score of offer {}: {err}", self.id)))?;
        Ok(Offer {
            id: self.id.to_string(),
            lab_id: self.lab_id.to_string(),
            request_id: self.request_id.to_string(),
            helper_id: self.helper_id.to_string(),
            helper_name: self.helper_name.clone(),
            state: self.state,
            reason: self.reason.clone(),
            sent_at_ms: self.sent_at_ms,
            expires_at_ms: self.expires_at_ms,
            ended_at_ms: self.ended_at_ms,
            wave: self.wave,
            score: score
                .into_iter()
                .map(|(name, value)| ScorePart { name, value })
                .collect(),
            version: self.version,
            seat: self.seat.clone(),
            description: self.description.clone(),
            topic: self.topic.clone(),
            student_name: self.student_name.clone(),
        })
    }
}

/// Whether an offer waits for an answer. The number stands in the statement, so that the partial
/// index can be used.
fn sent() -> Expr {
    let number = Expr::Constant(i32::from(OfferState::Sent).into());
    Expr::col((Entity, Column::State)).eq(number)
}

/// Whether a yes has not been confirmed yet.
fn claiming() -> Expr {
    let number = Expr::Constant(i32::from(OfferState::Accepted).into());
    Expr::col((Entity, Column::State))
        .eq(number)
        .and(Expr::col((Entity, Column::Settled)).eq(Expr::Constant(false.into())))
}

pub(crate) async fn insert(tx: &WriteTx, row: &OfferRow) -> Result<(), Error> {
    Entity::insert(row.clone().into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

pub(crate) async fn save(tx: &WriteTx, row: &OfferRow) -> Result<(), Error> {
    Entity::update(row.clone().into_active_model().reset_all())
        .exec(tx)
        .await?;
    Ok(())
}

pub(crate) async fn find<C: ConnectionTrait>(db: &C, id: Uuid) -> Result<Option<OfferRow>, Error> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// The offers of a lab that wait for an answer, are being claimed or stand by, and all about
/// `request_ids`, oldest first.
pub(crate) async fn of_round(
    tx: &WriteTx,
    lab_id: Uuid,
    request_ids: Vec<Uuid>,
) -> Result<Vec<OfferRow>, Error> {
    let standby = Column::State.eq(i32::from(OfferState::Standby));
    Ok(Entity::find()
        .filter(Column::LabId.eq(lab_id))
        .filter(
            Condition::any()
                .add(sent())
                .add(claiming())
                .add(standby)
                .add(Column::RequestId.is_in(request_ids)),
        )
        .order_by_asc(Column::Id)
        .all(tx)
        .await?)
}

/// Takes note that the service that owns the request has given it to the helper who said yes.
pub(crate) async fn settle(tx: &WriteTx, request_id: Uuid, helper_id: Uuid) -> Result<(), Error> {
    Entity::update_many()
        .col_expr(Column::Settled, Expr::value(true))
        .filter(Column::RequestId.eq(request_id))
        .filter(Column::HelperId.eq(helper_id))
        .filter(claiming())
        .exec(tx)
        .await?;
    Ok(())
}

/// How many offers wait for an answer.
pub(crate) async fn out<C: ConnectionTrait>(db: &C) -> Result<u64, Error> {
    Ok(Entity::find().filter(sent()).count(db).await?)
}

/// Offers that this person has to answer, oldest first.
pub(crate) async fn open_of<C: ConnectionTrait>(
    db: &C,
    helper_id: Uuid,
    now_ms: i64,
) -> Result<Vec<OfferRow>, Error> {
    Ok(Entity::find()
        .filter(Column::HelperId.eq(helper_id))
        .filter(sent())
        .filter(Column::ExpiresAtMs.gt(now_ms))
        .order_by_asc(Column::Id)
        .all(db)
        .await?)
}

/// Offers of a lab, or about one of its requests, newest first, older than `before`.
pub(crate) async fn list<C: ConnectionTrait>(
    db: &C,
    lab_id: Uuid,
    request_id: Option<Uuid>,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<OfferRow>, Error> {
    let mut find = Entity::find().filter(Column::LabId.eq(lab_id));
    if let Some(request_id) = request_id {
        find = find.filter(Column::RequestId.eq(request_id));
    }
    if let Some(before) = before {
        find = find.filter(Column::Id.lt(before));
    }
    Ok(find.order_by_desc(Column::Id).limit(limit).all(db).await?)
}

/// Yeses from before `before_ms` that have not been confirmed.
pub(crate) async fn unconfirmed<C: ConnectionTrait>(
    db: &C,
    before_ms: i64,
) -> Result<Vec<OfferRow>, Error> {
    Ok(Entity::find()
        .filter(claiming())
        .filter(Column::EndedAtMs.lt(before_ms))
        .order_by_asc(Column::EndedAtMs)
        .all(db)
        .await?)
}
