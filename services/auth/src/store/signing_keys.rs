//! Keys that sign access tokens.

use handup_store::{Error, WriteTx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel as _, QueryOrder as _};

/// An Ed25519 key in PKCS#8, DER. Never written to a log.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct PrivateKey(pub Vec<u8>);

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    use super::PrivateKey;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "signing_keys")]
    pub struct Model {
        /// Counts the keys ever made: two replicas that make the next one can't both succeed.
        #[sea_orm(primary_key, auto_increment = false)]
        pub serial: i64,
        /// The `kid` of the tokens it signs.
        pub id: Uuid,
        pub private_key: PrivateKey,
        pub signs_from_ms: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use entity::{Column, Entity, Model};

/// All keys, in the order in which they were made.
pub(crate) async fn all<C: ConnectionTrait>(db: &C) -> Result<Vec<Model>, Error> {
    Ok(Entity::find().order_by_asc(Column::Serial).all(db).await?)
}

/// Saves a new key. False if another replica was faster.
pub(crate) async fn insert(tx: &WriteTx, row: Model) -> Result<bool, Error> {
    let inserted = Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(Column::Serial).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(inserted > 0)
}

/// Removes keys.
pub(crate) async fn remove(tx: &WriteTx, serials: &[i64]) -> Result<(), Error> {
    Entity::delete_many()
        .filter(Column::Serial.is_in(serials.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}
