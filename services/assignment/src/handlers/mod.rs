//! One file for each RPC method and each consumed event, all of one shape: read and check the
//! input, find out who acts and in which role, decide and save in one transaction, answer.

pub(crate) mod accept_offer;
pub(crate) mod decline_offer;
pub(crate) mod get_availability;
pub(crate) mod list_availability;
pub(crate) mod list_my_offers;
pub(crate) mod list_offers;
pub(crate) mod on_queue;
pub(crate) mod on_request;
pub(crate) mod report_presence;
pub(crate) mod set_availability;
pub(crate) mod take_next;

pub(crate) mod answer_offer;
pub(crate) mod event;
pub(crate) mod read_queue;
pub(crate) mod refresh;
pub(crate) mod round;

use std::sync::Arc;

use handup_bus::Caller;
use handup_contracts::Problem;
use handup_identity::{Person, Role};
use uuid::Uuid;

use crate::App;

/// The person who calls, and the lab; both tutors and managers are staff.
async fn staff(app: &App, caller: &Caller, lab: &str) -> Result<(Arc<Person>, Uuid), Problem> {
    let person = app.verifier.person(caller).await?;
    let lab_id = lab_id(lab)?;
    app.directory
        .require(caller, &person, lab_id, Role::Tutor)
        .await?;
    Ok((person, lab_id))
}

fn lab_id(text: &str) -> Result<Uuid, Problem> {
    Uuid::parse_str(text)
        .map_err(|_| Problem::not_found("There is no such lab, or you have not joined it."))
}
