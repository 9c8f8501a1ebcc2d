//! One file for each RPC method and each consumed event, all of one shape: read and check the
//! input, find out who acts and in which role, decide and save in one transaction, answer.

pub(crate) mod accept;
pub(crate) mod announce;
pub(crate) mod cancel;
pub(crate) mod claim;
pub(crate) mod complete;
pub(crate) mod create;
pub(crate) mod create_lab;
pub(crate) mod edit;
pub(crate) mod get;
pub(crate) mod get_lab;
pub(crate) mod get_place;
pub(crate) mod get_queue;
pub(crate) mod hand_over;
pub(crate) mod hold;
pub(crate) mod join;
pub(crate) mod leave;
pub(crate) mod list;
pub(crate) mod list_lab_history;
pub(crate) mod list_labs;
pub(crate) mod list_revisions;
pub(crate) mod move_first;
pub(crate) mod on_availability;
pub(crate) mod on_organisation;
pub(crate) mod put_back;
pub(crate) mod release;
pub(crate) mod report_not_found;
pub(crate) mod resolve;
pub(crate) mod set_paused;
pub(crate) mod set_policy;
pub(crate) mod set_queue_open;
pub(crate) mod set_schedule;
pub(crate) mod set_seats;
pub(crate) mod undo;
pub(crate) mod update_lab;
pub(crate) mod watch_queue;

pub(crate) mod event;
pub(crate) mod lab_change;
mod message;
mod past;
mod transition;
mod visible;

use handup_contracts::Problem;
use uuid::Uuid;

/// A lab's id from a caller.
fn lab_id(text: &str) -> Result<Uuid, Problem> {
    Uuid::parse_str(text)
        .map_err(|_| Problem::not_found("There is no such lab, or you have not joined it."))
}

/// The answer to everybody who may not know of a request, and for one that does not exist.
fn no_such_request() -> Problem {
    Problem::not_found("There is no such request.")
}
