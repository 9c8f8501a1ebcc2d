//! How often a name was tried.

use handup_contracts::{Code, Problem};
use handup_store::{Error, WriteTx};
use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};

use crate::domain::attempts::{self, Attempts, Verdict};
use crate::store::locked;

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attempts")]
    pub struct Model {
        /// Hash of what was typed: people type passwords where names belong.
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub count: i64,
        pub since_ms: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use entity::{Column, Entity, Model};

/// Counts one more try under `key`.
///
/// # Errors
/// Rate limited if there were too many.
pub(crate) async fn count(
    tx: &WriteTx,
    key: &str,
    now_ms: i64,
    most: i64,
    window_ms: i64,
) -> Result<(), Error> {
    // There must be a row to hold, else two replicas could both count the first try.
    let first = Model {
        key: key.to_owned(),
        count: 0,
        since_ms: now_ms,
    };
    Entity::insert(first.into_active_model())
        .on_conflict(OnConflict::column(Column::Key).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    let row = locked(Entity::find_by_id(key.to_owned()), tx)
        .one(tx)
        .await?;
    let seen = row.map(|row| Attempts {
        count: row.count,
        since_ms: row.since_ms,
    });
    match attempts::attempt(seen, now_ms, most, window_ms) {
        Verdict::Allowed(now) => {
            Entity::update_many()
                .col_expr(Column::Count, Expr::value(now.count))
                .col_expr(Column::SinceMs, Expr::value(now.since_ms))
                .filter(Column::Key.eq(key))
                .exec(tx)
                .await?;
            Ok(())
        }
        Verdict::Refused { retry_after_ms } => Err(Problem::new(
            Code::RateLimited,
            "That was tried too often. Please wait a little before trying again.",
        )
        .with_retry_after_ms(u64::try_from(retry_after_ms).unwrap_or_default())
        .into()),
    }
}

/// Forgets the tries under `key`. The row stays for others to hold; the upkeep removes it.
pub(crate) async fn forget(tx: &WriteTx, key: &str) -> Result<(), Error> {
    Entity::update_many()
        .col_expr(Column::Count, Expr::value(0_i64))
        .filter(Column::Key.eq(key))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes windows that began before `before_ms`.
pub(crate) async fn remove_old(tx: &WriteTx, before_ms: i64) -> Result<u64, Error> {
    let removed = Entity::delete_many()
        .filter(Column::SinceMs.lt(before_ms))
        .exec(tx)
        .await?;
    Ok(removed.rows_affected)
}
