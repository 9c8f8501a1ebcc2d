//! The tutor has helped.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{CompleteRequest, RequestReply};

use crate::App;
use crate::domain::fields;
use crate::domain::request::Command;
use crate::handlers::transition::{self, Allowed};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<CompleteRequest>,
) -> Result<RequestReply, Problem> {
    let command = Command::Complete {
        note: fields::note(&app.config, "note", &call.input.note)?,
        topic: call.input.topic.trim().to_owned(),
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
