//! Tables and queries.

pub(crate) mod accounts;
pub(crate) mod attempts;
pub(crate) mod join_codes;
pub(crate) mod labs;
pub(crate) mod memberships;
pub(crate) mod migration;
pub(crate) mod organisations;
pub(crate) mod sessions;
pub(crate) mod signing_keys;

use handup_store::WriteTx;
use sea_orm::{EntityTrait, QuerySelect as _, Select};

/// `query` such that its rows can't change before the end of the transaction.
pub(crate) fn locked<E: EntityTrait>(query: Select<E>, tx: &WriteTx) -> Select<E> {
    if tx.locks_rows() {
        query.lock_exclusive()
    } else {
        query
    }
}
