//! What changes of a lab share: lock it, change it, save it with the next revision and an event.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Caller;
use handup_contracts::Problem;
use handup_contracts::v1::request::LabReply;
use handup_contracts::v1::types::Role;
use handup_store::Error;

use crate::App;
use crate::handlers::event::Stamp;
use crate::handlers::{lab_id, message};
use crate::store::labs::{self, LabRow};

/// Applies `change` to the lab in the name of `caller`, who must have at least the role `least`.
/// `change` returns the name of the event, or nothing if it is already so.
pub(super) async fn change<F>(
    app: &Arc<App>,
    caller: &Caller,
    lab: &str,
    least: Role,
    change: F,
) -> Result<LabReply, Problem>
where
    F: Fn(&mut LabRow) -> Result<Option<&'static str>, Error> + Send + Sync + 'static,
{
    let person = app.verifier.person(caller).await?;
    let lab_id = lab_id(lab)?;
    let role = app
        .directory
        .require(caller, &person, lab_id, least)
        .await?;
    let stamp = Stamp::new(app, person.actor());
    let change = Arc::new(change);
    let lab = app
        .store
        .write_tx(&lab_id.to_string(), move |tx| {
            let (change, stamp) = (Arc::clone(&change), stamp.clone());
            async move {
                let mut lab = labs::lock(tx, lab_id).await?;
                if let Some(event) = change(&mut lab)? {
                    lab.version += 1;
                    lab.revision += 1;
                    labs::save(tx, &lab).await?;
                    tx.emit(stamp.queue(event, lab.message()?));
                }
                Ok(lab)
            }
            .boxed()
        })
        .await?;
    let counts = labs::counts(app.store.read(), vec![lab_id]).await?;
    let counts = counts.get(&lab_id).copied().unwrap_or_default();
    Ok(LabReply {
        lab: Some(message::lab_view(&lab, role, counts)?),
    })
}
