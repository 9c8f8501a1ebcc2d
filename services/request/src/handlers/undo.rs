//! A tutor takes back having ended a request.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{RequestReply, UndoRequest};

use crate::App;
use crate::domain::request::Command;
use crate::handlers::transition::{self, Allowed};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<UndoRequest>,
) -> Result<RequestReply, Problem> {
    transition::command(
        &app,
        &call.caller,
        &call.input.request_id,
        Allowed::Staff,
        Command::Undo {
            // The place is filled in once the queue is read.
            place: 0,
        },
    )
    .await
}
