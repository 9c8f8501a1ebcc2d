//! Who helps with which request: a projection of the request events.

use handup_store::{Error, WriteTx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ConnectionTrait, ExprTrait as _, QueryOrder, QuerySelect, Set};

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "helping")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub request_id: Uuid,
        pub lab_id: Uuid,
        pub helper_id: Option<Uuid>,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{ActiveModel, Column, Entity};

/// Who helped with this request before, as far as known.
pub(crate) async fn helper<C: ConnectionTrait>(
    db: &C,
    request_id: Uuid,
) -> Result<Option<Uuid>, Error> {
    Ok(Entity::find_by_id(request_id)
        .one(db)
        .await?
        .and_then(|row| row.helper_id))
}

/// Saves who helps now, unless something newer is known. False if so.
pub(crate) async fn apply(
    tx: &WriteTx,
    request_id: Uuid,
    lab_id: Uuid,
    helper_id: Option<Uuid>,
    version: i64,
) -> Result<bool, Error> {
    let row = ActiveModel {
        request_id: Set(request_id),
        lab_id: Set(lab_id),
        helper_id: Set(helper_id),
        version: Set(version),
    };
    let changed = Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::RequestId)
                .update_columns([Column::HelperId, Column::Version])
                .action_and_where(Expr::col((Entity, Column::Version)).lt(version))
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(changed > 0)
}

/// The request that the tutor helps with in this lab; of several the one accepted first.
pub(crate) async fn request_of<C: ConnectionTrait>(
    db: &C,
    lab_id: Uuid,
    tutor_id: Uuid,
) -> Result<Option<Uuid>, Error> {
    Ok(Entity::find()
        .select_only()
        .column(Column::RequestId)
        .filter(Column::HelperId.eq(tutor_id))
        .filter(Column::LabId.eq(lab_id))
        .order_by_asc(Column::RequestId)
        .into_tuple()
        .one(db)
        .await?)
}
