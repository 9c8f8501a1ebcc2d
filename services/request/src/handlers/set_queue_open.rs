//! A tutor or manager opens or closes the queue.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{LabReply, SetQueueOpenRequest};
use handup_contracts::v1::types::Role;

use crate::App;
use crate::handlers::lab_change;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<SetQueueOpenRequest>,
) -> Result<LabReply, Problem> {
    let open = call.input.open;
    lab_change::change(
        &app,
        &call.caller,
        &call.input.lab_id,
        Role::Tutor,
        move |lab| {
            if lab.queue_open == open {
                return Ok(None);
            }
            lab.queue_open = open;
            Ok(Some(if open { "opened" } else { "closed" }))
        },
    )
    .await
}
