//! The student is away for a while and keeps the place.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{HoldRequest, RequestReply};

use crate::App;
use crate::domain::request::Command;
use crate::handlers::transition::{self, Allowed};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<HoldRequest>,
) -> Result<RequestReply, Problem> {
    transition::command(
        &app,
        &call.caller,
        &call.input.request_id,
        Allowed::Owner,
        Command::Hold {
            seconds: call.input.seconds,
            // The lab's rule is filled in once the lab is read.
            limit_s: 0,
        },
    )
    .await
}
