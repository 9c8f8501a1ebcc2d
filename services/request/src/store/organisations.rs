//! What this service knows of organisations; they are made by another one.

use handup_store::{Error, WriteTx};
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ConnectionTrait, ExprTrait as _};

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// IANA name.
        pub time_zone: String,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use entity::{Column, Entity};

/// Saves an organisation's time zone, unless something newer is known.
pub(crate) async fn learn(
    tx: &WriteTx,
    id: Uuid,
    time_zone: &str,
    version: i64,
) -> Result<(), Error> {
    let row = entity::ActiveModel {
        id: Set(id),
        time_zone: Set(time_zone.to_owned()),
        version: Set(version),
    };
    Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::Id)
                .update_columns([Column::TimeZone, Column::Version])
                .action_and_where(Expr::col((Entity, Column::Version)).lt(version))
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The organisation's time zone, if it is known.
pub(crate) async fn time_zone<C: ConnectionTrait>(
    db: &C,
    id: Uuid,
) -> Result<Option<String>, Error> {
    let row = Entity::find_by_id(id).one(db).await?;
    Ok(row.map(|row| row.time_zone))
}
