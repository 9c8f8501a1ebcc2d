//! Throwing the projections away, so that a replay makes them anew.

use futures::FutureExt as _;
use handup_contracts::Problem;
use handup_store::Store;

use crate::store::{facts, tutors};

/// Forgets all facts about requests and who is at work. Publishing all events again
/// (`handup replay`) then rebuilds the same figures. Safe while events arrive.
///
/// # Errors
/// If the database is away.
pub async fn rebuild(store: &Store) -> Result<(), Problem> {
    store
        .write_tx("rebuild", |tx| {
            async move {
                facts::clear(tx).await?;
                tutors::clear(tx).await
            }
            .boxed()
        })
        .await?;
    Ok(())
}
