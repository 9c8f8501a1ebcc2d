//! The labs that this service knows of; they are made by another one.

use handup_store::{Error, WriteTx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ExprTrait as _, IntoActiveModel as _};

use crate::store::locked;

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "labs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation_id: Uuid,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use entity::{Column, Entity, Model};

/// The lab with this id.
pub(crate) async fn by_id<C: ConnectionTrait>(db: &C, id: Uuid) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// The lab with this id, held until the end of the transaction: decisions that look at several
/// members of a lab at once come one after another.
pub(crate) async fn lock(tx: &WriteTx, id: Uuid) -> Result<Option<Model>, Error> {
    Ok(locked(Entity::find_by_id(id), tx).one(tx).await?)
}

/// Saves what is known of a lab, unless something newer is.
pub(crate) async fn learn(tx: &WriteTx, row: Model) -> Result<(), Error> {
    let version = row.version;
    Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::column(Column::Id)
                .update_columns([Column::OrganisationId, Column::Version])
                .action_and_where(Expr::col((Entity, Column::Version)).lt(version))
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
