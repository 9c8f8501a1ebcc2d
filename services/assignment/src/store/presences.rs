//! Live connections, as the gateways report them.

use std::collections::HashSet;

use handup_store::{Error, WriteTx, pieces};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, QuerySelect, Set};

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "presences")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub gateway_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub lab_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub tutor_id: Uuid,
        pub seen_at_ms: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{ActiveModel, Column, Entity};

/// Replaces what `gateway_id` has reported before. Returns the (lab, tutor) pairs it no longer has.
pub(crate) async fn replace(
    tx: &WriteTx,
    gateway_id: &str,
    present: &HashSet<(Uuid, Uuid)>,
    now_ms: i64,
) -> Result<Vec<(Uuid, Uuid)>, Error> {
    let before: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .column(Column::LabId)
        .column(Column::TutorId)
        .filter(Column::GatewayId.eq(gateway_id))
        .into_tuple()
        .all(tx)
        .await?;
    let gone: Vec<_> = before
        .into_iter()
        .filter(|pair| !present.contains(pair))
        .collect();
    for (lab_id, tutor_id) in &gone {
        Entity::delete_by_id((gateway_id.to_owned(), *lab_id, *tutor_id))
            .exec(tx)
            .await?;
    }
    let mut rows = present.iter().map(|(lab_id, tutor_id)| ActiveModel {
        gateway_id: Set(gateway_id.to_owned()),
        lab_id: Set(*lab_id),
        tutor_id: Set(*tutor_id),
        seen_at_ms: Set(now_ms),
    });
    for piece in pieces(present.len()) {
        Entity::insert_many(rows.by_ref().take(piece))
            .on_conflict(
                OnConflict::columns([Column::GatewayId, Column::LabId, Column::TutorId])
                    .update_column(Column::SeenAtMs)
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
    }
    Ok(gone)
}

/// Whether any gateway has seen the tutor in the lab since `since_ms`.
pub(crate) async fn seen<C: ConnectionTrait>(
    db: &C,
    lab_id: Uuid,
    tutor_id: Uuid,
    since_ms: i64,
) -> Result<bool, Error> {
    Ok(Entity::find()
        .filter(Column::TutorId.eq(tutor_id))
        .filter(Column::LabId.eq(lab_id))
        .filter(Column::SeenAtMs.gte(since_ms))
        .count(db)
        .await?
        > 0)
}

/// Everybody seen since `since_ms`.
pub(crate) async fn all_seen<C: ConnectionTrait>(
    db: &C,
    since_ms: i64,
) -> Result<HashSet<(Uuid, Uuid)>, Error> {
    let pairs: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .column(Column::LabId)
        .column(Column::TutorId)
        .filter(Column::SeenAtMs.gte(since_ms))
        .into_tuple()
        .all(db)
        .await?;
    Ok(pairs.into_iter().collect())
}

/// Whether gateways that are gone have left something.
pub(crate) async fn any_before<C: ConnectionTrait>(db: &C, before_ms: i64) -> Result<bool, Error> {
    Ok(Entity::find()
        .filter(Column::SeenAtMs.lt(before_ms))
        .one(db)
        .await?
        .is_some())
}

/// Removes what gateways that are gone have left.
pub(crate) async fn forget_before(tx: &WriteTx, before_ms: i64) -> Result<(), Error> {
    Entity::delete_many()
        .filter(Column::SeenAtMs.lt(before_ms))
        .exec(tx)
        .await?;
    Ok(())
}
