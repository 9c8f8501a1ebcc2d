//! What the operator's command line and the demo data need: works with a database alone.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_contracts::Problem;
use handup_contracts::v1::events::{Actor, ActorKind};
use handup_contracts::v1::types::Lab;
use handup_identity::Directory;
use handup_runtime::{SharedClock, ids};
use handup_store::Store;
use uuid::Uuid;

use crate::config::Config;
use crate::domain::fields::{self, LabText};
use crate::domain::policy::Policy;
use crate::handlers::event::Stamp;
use crate::store::labs::{self, LabRow, NewLab};
use crate::store::organisations;

/// The lab of this name in the organisation, made with an open queue under `policy` if there is
/// none.
///
/// # Errors
/// If the texts break a rule or the database is not available.
pub async fn ensure_lab(
    store: &Store,
    clock: &SharedClock,
    organisation_id: Uuid,
    text: LabText,
    policy: &Policy,
) -> Result<Lab, Problem> {
    let text = fields::lab(&Config::default(), text)?;
    let known = labs::list(store.read(), Vec::new(), vec![organisation_id], false).await?;
    if let Some(lab) = known.iter().find(|lab| lab.name == text.name) {
        return Ok(lab.message()?);
    }
    let stamp = Stamp {
        id: ids::new_id(),
        at_ms: clock.now_ms(),
        actor: Actor {
            kind: ActorKind::Operator.into(),
            id: "operator".to_owned(),
            name: "Operator".to_owned(),
        },
    };
    let lab = LabRow::new(NewLab {
        id: ids::new_id(),
        organisation_id,
        time_zone: organisations::time_zone(store.read(), organisation_id)
            .await?
            .unwrap_or_default(),
        text,
        policy: *policy,
        queue_open: true,
        created_at_ms: stamp.at_ms,
    })?;
    let message = lab.message()?;
    let work = Arc::new((lab, stamp));
    store
        .write_tx(&message.id, move |tx| {
            let work = Arc::clone(&work);
            async move {
                let (lab, stamp) = &*work;
                labs::insert(tx, lab.clone()).await?;
                Directory::learn_lab(tx, lab.id, lab.organisation_id).await?;
                tx.emit(stamp.queue("created", lab.message()?, String::new()));
                Ok(())
            }
            .boxed()
        })
        .await?;
    Ok(message)
}
