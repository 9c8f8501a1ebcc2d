//! A tutor takes a request. Of several at once exactly one wins; the others are told who.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{AcceptRequest, RequestReply};

use crate::App;
use crate::domain::request::Command;
use crate::handlers::transition::{self, Allowed};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<AcceptRequest>,
) -> Result<RequestReply, Problem> {
    transition::command(
        &app,
        &call.caller,
        &call.input.request_id,
        Allowed::Staff,
        Command::Accept { by_offer: false },
    )
    .await
}
