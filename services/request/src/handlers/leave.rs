//! A student who has joined another's request does not need the help any more.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{LeaveReply, LeaveRequest};

use crate::App;
use crate::domain::request::Command;
use crate::handlers::transition::{self, Allowed};

pub(crate) async fn handle(app: Arc<App>, call: Call<LeaveRequest>) -> Result<LeaveReply, Problem> {
    transition::command(
        &app,
        &call.caller,
        &call.input.request_id,
        Allowed::Classmate,
        Command::Leave,
    )
    .await?;
    // Who has left may not read the request any more.
    Ok(LeaveReply {})
}
