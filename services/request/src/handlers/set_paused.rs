//! The tutors take a break, or come back from it.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{LabReply, SetPausedRequest};
use handup_contracts::v1::types::Role;

use crate::App;
use crate::handlers::lab_change::{self, Happened};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<SetPausedRequest>,
) -> Result<LabReply, Problem> {
    let paused = call.input.paused;
    lab_change::change(
        &app,
        &call.caller,
        &call.input.lab_id,
        Role::Tutor,
        move |lab, _, _| {
            if lab.paused == paused {
                return Ok(None);
            }
            if paused && !lab.queue_open {
                return Err(Problem::conflict("A closed queue can't be paused.").into());
            }
            lab.paused = paused;
            Ok(Some(Happened::plainly(if paused {
                "paused"
            } else {
                "resumed"
            })))
        },
    )
    .await
}
