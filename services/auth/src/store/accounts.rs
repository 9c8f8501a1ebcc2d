//! People who can log in.

use handup_contracts::Problem;
use handup_store::{Error, WriteTx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, IntoActiveModel as _};

use crate::domain::account::{self, Names};

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "accounts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub username: String,
        #[sea_orm(unique)]
        pub username_key: String,
        pub email: String,
        #[sea_orm(unique)]
        pub email_key: String,
        pub display_name: String,
        pub password_hash: String,
        pub admin: bool,
        pub created_at_ms: i64,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use entity::{Column, Entity, Model};

/// The account with this id.
pub(crate) async fn by_id<C: ConnectionTrait>(db: &C, id: Uuid) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// The account with this username.
pub(crate) async fn by_username<C: ConnectionTrait>(
    db: &C,
    username: &str,
) -> Result<Option<Model>, Error> {
    Ok(Entity::find()
        .filter(Column::UsernameKey.eq(account::key(username)))
        .one(db)
        .await?)
}

/// The account whose username or e-mail address is `login`.
pub(crate) async fn by_login<C: ConnectionTrait>(
    db: &C,
    login: &str,
) -> Result<Option<Model>, Error> {
    if !account::is_address(login) {
        return by_username(db, login).await;
    }
    Ok(Entity::find()
        .filter(Column::EmailKey.eq(account::key(login)))
        .one(db)
        .await?)
}

/// Which of `names` somebody else has: username, e-mail address.
pub(crate) async fn taken<C: ConnectionTrait>(
    db: &C,
    names: &Names,
) -> Result<(bool, bool), Error> {
    let others = Entity::find()
        .filter(
            Condition::any()
                .add(Column::UsernameKey.eq(&names.username_key))
                .add(Column::EmailKey.eq(&names.email_key)),
        )
        .all(db)
        .await?;
    Ok((
        others
            .iter()
            .any(|other| other.username_key == names.username_key),
        others
            .iter()
            .any(|other| other.email_key == names.email_key),
    ))
}

/// Saves a new account.
///
/// # Errors
/// Names the fields that somebody else was faster to take.
pub(crate) async fn insert(tx: &WriteTx, row: Model) -> Result<(), Error> {
    let names = Names {
        username: row.username.clone(),
        username_key: row.username_key.clone(),
        email: row.email.clone(),
        email_key: row.email_key.clone(),
        display_name: row.display_name.clone(),
    };
    let inserted = Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    if inserted > 0 {
        return Ok(());
    }
    let (username, email) = taken(tx, &names).await?;
    let mut problems = Vec::new();
    if username {
        problems.push(account::username_taken());
    }
    if email {
        problems.push(account::email_taken());
    }
    if problems.is_empty() {
        return Err(Problem::internal("an account conflicts with none").into());
    }
    Err(Problem::invalid_fields(problems).into())
}
