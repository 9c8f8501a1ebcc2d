//! Staff let somebody go first.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{MoveFirstRequest, RequestReply};

use crate::App;
use crate::domain::fields;
use crate::domain::request::Command;
use crate::handlers::transition::{self, Allowed};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<MoveFirstRequest>,
) -> Result<RequestReply, Problem> {
    let reason = fields::note(&app.config, "reason", &call.input.reason)?;
    transition::command(
        &app,
        &call.caller,
        &call.input.request_id,
        Allowed::Staff,
        Command::MoveFirst {
            // The place is filled in once the queue is read.
            place: 0,
            reason,
        },
    )
    .await
}
