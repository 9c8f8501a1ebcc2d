//! Sessions and their refresh tokens.

use handup_store::{Error, WriteTx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ExprTrait as _, IntoActiveModel as _, QueryOrder as _};

use crate::domain::refresh::Family;
use crate::store::locked;

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: Uuid,
        pub device: String,
        pub created_at_ms: i64,
        pub last_used_at_ms: i64,
        pub expires_at_ms: i64,
        pub ended_at_ms: Option<i64>,
        pub generation: i64,
        pub rotated_at_ms: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use entity::{Column, Entity, Model};

pub(crate) mod token {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "refresh_tokens")]
    pub struct Model {
        /// SHA-256 of the token, base64url: the token itself is nowhere.
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: String,
        pub session_id: Uuid,
        pub generation: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Model {
    /// What the rules of refreshing look at.
    pub(crate) fn family(&self) -> Family {
        Family {
            generation: self.generation,
            rotated_at_ms: self.rotated_at_ms,
            expires_at_ms: self.expires_at_ms,
            ended: self.ended_at_ms.is_some(),
        }
    }
}

/// Saves a new session with its first refresh token.
pub(crate) async fn insert(tx: &WriteTx, row: Model, hash: String) -> Result<(), Error> {
    let (session_id, generation) = (row.id, row.generation);
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await?;
    insert_token(tx, hash, session_id, generation).await
}

/// Saves a refresh token of a session.
pub(crate) async fn insert_token(
    tx: &WriteTx,
    hash: String,
    session_id: Uuid,
    generation: i64,
) -> Result<(), Error> {
    let row = token::Model {
        hash,
        session_id,
        generation,
    };
    token::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The refresh token with this hash.
pub(crate) async fn token_by_hash<C: ConnectionTrait>(
    db: &C,
    hash: &str,
) -> Result<Option<token::Model>, Error> {
    Ok(token::Entity::find_by_id(hash.to_owned()).one(db).await?)
}

/// The session with this id, held until the end of the transaction.
pub(crate) async fn lock(tx: &WriteTx, id: Uuid) -> Result<Option<Model>, Error> {
    Ok(locked(Entity::find_by_id(id), tx).one(tx).await?)
}

/// Saves that `generation` is the newest one of a session.
pub(crate) async fn rotate(
    tx: &WriteTx,
    id: Uuid,
    generation: i64,
    now_ms: i64,
    expires_at_ms: i64,
) -> Result<(), Error> {
    Entity::update_many()
        .col_expr(Column::Generation, Expr::value(generation))
        .col_expr(Column::RotatedAtMs, Expr::value(now_ms))
        .col_expr(Column::LastUsedAtMs, Expr::value(now_ms))
        .col_expr(Column::ExpiresAtMs, Expr::value(expires_at_ms))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends a session. False if it is already over.
pub(crate) async fn end(tx: &WriteTx, id: Uuid, now_ms: i64) -> Result<bool, Error> {
    end_where(tx, Column::Id.eq(id), now_ms).await
}

/// Ends a session of this account. False if it has no such session, or it is already over.
pub(crate) async fn end_of_account(
    tx: &WriteTx,
    account_id: Uuid,
    id: Uuid,
    now_ms: i64,
) -> Result<bool, Error> {
    let own = Column::Id.eq(id).and(Column::AccountId.eq(account_id));
    end_where(tx, own, now_ms).await
}

async fn end_where(tx: &WriteTx, which: Expr, now_ms: i64) -> Result<bool, Error> {
    let ended = Entity::update_many()
        .col_expr(Column::EndedAtMs, Expr::value(now_ms))
        .filter(which)
        .filter(Column::EndedAtMs.is_null())
        .filter(Column::ExpiresAtMs.gt(now_ms))
        .exec(tx)
        .await?;
    Ok(ended.rows_affected > 0)
}

/// The sessions of an account that are not over, the latest used first.
pub(crate) async fn of_account<C: ConnectionTrait>(
    db: &C,
    account_id: Uuid,
    now_ms: i64,
) -> Result<Vec<Model>, Error> {
    Ok(Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::EndedAtMs.is_null())
        .filter(Column::ExpiresAtMs.gt(now_ms))
        .order_by_desc(Column::LastUsedAtMs)
        .order_by_desc(Column::Id)
        .all(db)
        .await?)
}

/// Removes sessions that would have expired before `before_ms`, with their tokens. Those that
/// ended earlier stay until then, so that a stolen token is still known.
pub(crate) async fn remove_expired(tx: &WriteTx, before_ms: i64) -> Result<u64, Error> {
    let removed = Entity::delete_many()
        .filter(Column::ExpiresAtMs.lt(before_ms))
        .exec(tx)
        .await?;
    Ok(removed.rows_affected)
}
