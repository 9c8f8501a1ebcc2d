//! Universities, faculties: the tenants.

use handup_contracts::Problem;
use handup_contracts::v1::types::Role;
use handup_store::{Error, WriteTx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{IntoActiveModel as _, QueryOrder as _};

use crate::store::{accounts, memberships};

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
        pub name: String,
        #[sea_orm(unique)]
        pub name_key: String,
        pub time_zone: String,
        pub plan: String,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use entity::{Column, Entity, Model};

/// The organisation with this id.
pub(crate) async fn by_id<C: ConnectionTrait>(db: &C, id: Uuid) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// The organisation with this name.
pub(crate) async fn by_name<C: ConnectionTrait>(
    db: &C,
    name_key: &str,
) -> Result<Option<Model>, Error> {
    Ok(Entity::find()
        .filter(Column::NameKey.eq(name_key))
        .one(db)
        .await?)
}

/// The organisations in which `asker` has a membership for the whole of it; all for admins.
pub(crate) async fn of_member<C: ConnectionTrait>(
    db: &C,
    asker: &accounts::Model,
) -> Result<Vec<Model>, Error> {
    let mut query = Entity::find();
    if !asker.admin {
        let own = Query::select()
            .column(memberships::Column::OrganisationId)
            .from(memberships::Entity)
            .and_where(memberships::Column::AccountId.eq(asker.id))
            .and_where(memberships::Column::LabId.is_null())
            .and_where(memberships::Column::Removed.eq(false))
            .and_where(memberships::Column::Role.gte(i32::from(Role::Student)))
            .to_owned();
        query = query.filter(Column::Id.in_subquery(own));
    }
    Ok(query.order_by_asc(Column::NameKey).all(db).await?)
}

/// Saves a new organisation.
///
/// # Errors
/// If another has its name.
pub(crate) async fn insert(tx: &WriteTx, row: Model) -> Result<(), Error> {
    let inserted = Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(Column::NameKey).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    if inserted == 0 {
        return Err(
            Problem::invalid("name", "An organisation with this name already exists.").into(),
        );
    }
    Ok(())
}
