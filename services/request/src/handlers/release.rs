//! The student is back.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{ReleaseRequest, RequestReply};

use crate::App;
use crate::domain::request::Command;
use crate::handlers::transition::{self, Allowed};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<ReleaseRequest>,
) -> Result<RequestReply, Problem> {
    transition::command(
        &app,
        &call.caller,
        &call.input.request_id,
        Allowed::Owner,
        Command::Release,
    )
    .await
}
