//! A tutor or manager opens or closes the queue.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{LabReply, SetQueueOpenRequest};
use handup_contracts::v1::types::Role;

use crate::App;
use crate::handlers::lab_change::{self, Happened, Meanwhile};
use crate::store::labs::LabRow;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<SetQueueOpenRequest>,
) -> Result<LabReply, Problem> {
    let open = call.input.open;
    let send_home = call.input.send_home;
    if open && send_home {
        return Err(Problem::invalid(
            "send_home",
            "Only a queue that closes sends anybody home.",
        ));
    }
    lab_change::change(
        &app,
        &call.caller,
        &call.input.lab_id,
        Role::Tutor,
        move |lab, now_ms, _| Ok(turn(lab, open, send_home, now_ms)),
    )
    .await
}

/// Opens or closes the queue. Nothing if it is already so.
pub(crate) fn turn(lab: &mut LabRow, open: bool, send_home: bool, now_ms: i64) -> Option<Happened> {
    if lab.queue_open == open && !(send_home && lab.waiting > 0) {
        return None;
    }
    if lab.queue_open != open {
        lab.opened_at_ms = if open { now_ms } else { 0 };
    }
    lab.queue_open = open;
    // Neither a new session nor a closed queue begins with a break.
    lab.paused = false;
    Some(Happened {
        meanwhile: if send_home {
            Meanwhile::SendHome
        } else {
            Meanwhile::Nothing
        },
        ..Happened::plainly(match (open, send_home) {
            (true, _) => "opened",
            (false, false) => "closed",
            // Nobody waits any more who would have to be told.
            (false, true) => "closed_and_sent_home",
        })
    })
}
