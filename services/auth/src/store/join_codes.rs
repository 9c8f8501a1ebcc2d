//! The standing invitation of each lab.

use handup_contracts::Problem;
use handup_store::{Error, WriteTx};
use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::store::locked;

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "join_codes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub lab_id: Uuid,
        #[sea_orm(unique)]
        pub code: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use entity::{Column, Entity, Model};

/// The code of a lab.
pub(crate) async fn of_lab<C: ConnectionTrait>(
    db: &C,
    lab_id: Uuid,
) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(lab_id).one(db).await?)
}

/// The lab that a code belongs to.
pub(crate) async fn by_code<C: ConnectionTrait>(
    db: &C,
    code: &str,
) -> Result<Option<Model>, Error> {
    Ok(Entity::find().filter(Column::Code.eq(code)).one(db).await?)
}

/// Gives a lab the code `code`, unless it has one. Returns the one it has then.
///
/// # Errors
/// Unavailable in the unlikely case that another lab has this code: trying again with a new one
/// will do.
pub(crate) async fn ensure(tx: &WriteTx, lab_id: Uuid, code: String) -> Result<String, Error> {
    if let Some(row) = of_lab(tx, lab_id).await? {
        return Ok(row.code);
    }
    Entity::insert(Model { lab_id, code }.into_active_model())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    of_lab(tx, lab_id)
        .await?
        .map(|row| row.code)
        .ok_or_else(|| taken().into())
}

/// Gives a lab the code `code` instead of the one it has.
///
/// # Errors
/// As [`ensure`].
pub(crate) async fn replace(tx: &WriteTx, lab_id: Uuid, code: String) -> Result<(), Error> {
    // Looked at first: on PostgreSQL a violated index would end the transaction of others too.
    let owner = locked(Entity::find().filter(Column::Code.eq(code.as_str())), tx)
        .one(tx)
        .await?;
    match owner {
        Some(owner) if owner.lab_id == lab_id => return Ok(()),
        Some(_) => return Err(taken().into()),
        None => {}
    }
    Entity::insert(Model { lab_id, code }.into_active_model())
        .on_conflict(
            OnConflict::column(Column::LabId)
                .update_column(Column::Code)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn taken() -> Problem {
    Problem::unavailable("this join code belongs to another lab")
}
