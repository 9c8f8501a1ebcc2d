//! What a consumer has already done: recorded in the transaction of the effect.

use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::error::Error;
use crate::write::WriteTx;

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "inbox")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub consumer: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub event_id: Uuid,
        pub seen_at_ms: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Records that `consumer` handles the event `event_id` in this transaction. False if it has been
/// recorded before: then there is nothing left to do.
///
/// # Errors
/// If the database refuses.
pub async fn first_time(
    tx: &WriteTx,
    consumer: &str,
    event_id: Uuid,
    now_ms: i64,
) -> Result<bool, Error> {
    let row = entity::ActiveModel {
        consumer: Set(consumer.to_owned()),
        event_id: Set(event_id),
        seen_at_ms: Set(now_ms),
    };
    let inserted = entity::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(inserted > 0)
}
