//! A student has the same problem as another and waits with that request.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{JoinRequest, RequestReply};

use crate::App;
use crate::domain::fields;
use crate::domain::request::Command;
use crate::handlers::transition::{self, Allowed};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<JoinRequest>,
) -> Result<RequestReply, Problem> {
    let seat = fields::seat(&app.config, &call.input.seat)?;
    transition::command(
        &app,
        &call.caller,
        &call.input.request_id,
        Allowed::Classmate,
        Command::Join { seat },
    )
    .await
}
