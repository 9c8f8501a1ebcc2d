//! What changes of a lab share: lock it, change it, save it with the next revision and an event.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Caller;
use handup_contracts::Problem;
use handup_contracts::v1::request::LabReply;
use handup_contracts::v1::types::Role;
use handup_store::{Error, WriteTx};

use crate::App;
use crate::domain::policy::Order;
use crate::domain::queue;
use crate::domain::request::{By, Command, Decision, decide};
use crate::handlers::event::Stamp;
use crate::handlers::{lab_id, message, transition};
use crate::store::labs::{self, LabRow};
use crate::store::requests;

/// What a change of a lab has led to.
pub(crate) struct Happened {
    /// Name of the event.
    pub(crate) event: &'static str,
    /// What people may read about it.
    pub(crate) comment: String,
    /// What happens to those who wait.
    pub(crate) meanwhile: Meanwhile,
}

/// What a change of a lab does to those who wait.
pub(crate) enum Meanwhile {
    Nothing,
    /// Their requests end.
    SendHome,
    /// Their places follow this order.
    Reorder(Order),
}

impl Happened {
    /// Something that needs no words.
    pub(super) fn plainly(event: &'static str) -> Self {
        Self {
            event,
            comment: String::new(),
            meanwhile: Meanwhile::Nothing,
        }
    }
}

/// Applies `change` to the lab in the name of `caller`, who must have at least the role `least`.
/// `change` also gets the moment and the caller's name; it returns what has happened, or nothing if
/// it is already so.
pub(super) async fn change<F>(
    app: &Arc<App>,
    caller: &Caller,
    lab: &str,
    least: Role,
    change: F,
) -> Result<LabReply, Problem>
where
    F: Fn(&mut LabRow, i64, &str) -> Result<Option<Happened>, Error> + Send + Sync + 'static,
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
                let by = stamp.actor.name.as_str();
                match change(&mut lab, stamp.at_ms, by)? {
                    Some(happened) => record(tx, lab, happened, &stamp).await,
                    None => Ok(lab),
                }
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

/// Saves a locked lab to which something has happened, with the next revision and an event. Returns
/// it as it is then.
pub(crate) async fn record(
    tx: &WriteTx,
    lab: LabRow,
    happened: Happened,
    stamp: &Stamp,
) -> Result<LabRow, Error> {
    let mut lab = change_waiting(tx, lab, happened.meanwhile, stamp).await?;
    lab.version += 1;
    lab.revision += 1;
    labs::save(tx, &lab).await?;
    tx.emit(stamp.queue(happened.event, lab.message()?, happened.comment));
    Ok(lab)
}

/// Changes the requests that wait. Returns the lab as it is then.
async fn change_waiting(
    tx: &WriteTx,
    lab: LabRow,
    change: Meanwhile,
    stamp: &Stamp,
) -> Result<LabRow, Error> {
    let mut now = lab.clone();
    let open = match change {
        Meanwhile::Nothing => return Ok(lab),
        _ => requests::open(tx, lab.id).await?,
    };
    for request in open {
        let command = match change {
            Meanwhile::Reorder(order) => Command::MoveTo {
                place: queue::place_under(order, request.place, request.helped_before),
            },
            _ => Command::SendHome,
        };
        if let Decision::Changed {
            request: next,
            event,
            comment,
        } = decide(&request, command, &By::System, stamp.at_ms)?
        {
            // Each has an event of its own; if the work runs again, nothing is left of this time.
            let stamp = stamp.and_another();
            transition::save(tx, &now, &request, &next, event, comment, &stamp).await?;
            now = labs::lock_to_ask(tx, lab.id).await?;
        }
    }
    Ok(LabRow {
        revision: now.revision,
        waiting: now.waiting,
        ..lab
    })
}
