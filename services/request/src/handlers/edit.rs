//! The student words a waiting request anew.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{EditRequest, RequestReply};

use crate::App;
use crate::domain::fields::{self, Question};
use crate::domain::request::Command;
use crate::handlers::transition::{self, Allowed};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<EditRequest>,
) -> Result<RequestReply, Problem> {
    let question = fields::question(
        &app.config,
        Question {
            seat: call.input.seat,
            description: call.input.description,
            topic: call.input.topic,
            shared: call.input.shared,
        },
    )?;
    transition::command(
        &app,
        &call.caller,
        &call.input.request_id,
        Allowed::Owner,
        Command::Edit(question),
    )
    .await
}
