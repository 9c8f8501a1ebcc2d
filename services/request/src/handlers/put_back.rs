//! The tutor gives a request back to the queue; it keeps its place.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{PutBackRequest, RequestReply};

use crate::App;
use crate::domain::fields;
use crate::domain::request::Command;
use crate::handlers::transition::{self, Allowed};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<PutBackRequest>,
) -> Result<RequestReply, Problem> {
    let command = Command::PutBack {
        reason: fields::note(&app.config, "reason", &call.input.reason)?,
    };
    transition::command(
        &app,
        &call.caller,
        &call.input.request_id,
        Allowed::Staff,
        command,
    )
    .await
}
