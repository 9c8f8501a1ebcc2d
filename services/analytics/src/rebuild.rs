//! Throwing the projection away, so that a replay makes it anew.

use futures::FutureExt as _;
use handup_contracts::Problem;
use handup_store::Store;

use crate::store::facts;

/// Forgets all facts about requests. Publishing all events of the
/// service `request` again (`handup replay`) then rebuilds the same figures. Safe while events
/// arrive.
///
/// # Errors
/// If the database is away.
pub async fn rebuild(store: &Store) -> Result<(), Problem> {
    store
        .write_tx("rebuild", |tx| facts::clear(tx).boxed())
        .await?;
    Ok(())
}
