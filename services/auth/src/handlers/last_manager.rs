//! A lab is not left without a manager by accident.

use handup_contracts::Problem;
use handup_contracts::v1::types::Role;
use handup_store::{Error, WriteTx};
use uuid::Uuid;

use crate::store::accounts;
use crate::store::labs;
use crate::store::memberships::{self, Scope};

/// Lets `asker` take the role of manager of `lab` from `account_id`, unless that is the asker and
/// nobody else would be left: there would be no way back. Holds the lab until the end of the
/// transaction, so that two last managers can't leave at once.
///
/// # Errors
/// Conflict if nobody else would be left.
pub(crate) async fn may_lose(
    tx: &WriteTx,
    lab: &labs::Model,
    asker: &accounts::Model,
    account_id: Uuid,
) -> Result<(), Error> {
    labs::lock(tx, lab.id).await?;
    if asker.admin || asker.id != account_id {
        return Ok(());
    }
    let Some(own) = memberships::lock(tx, account_id, Scope::lab(lab)).await? else {
        return Ok(());
    };
    let is_manager = !own.removed && own.role() == Role::Manager;
    if is_manager && memberships::other_managers(tx, lab, own.id).await? == 0 {
        return Err(Problem::conflict(
            "You are the only manager of this lab. Make somebody else a manager first.",
        )
        .into());
    }
    Ok(())
}
