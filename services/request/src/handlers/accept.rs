//! A tutor takes a request. Of several at once exactly one wins; the others take the first of those
//! that they would have instead, or are told who.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{AcceptRequest, RequestReply};
use uuid::Uuid;

use crate::App;
use crate::domain::request::Command;
use crate::handlers::no_such_request;
use crate::handlers::transition::{self, Allowed};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<AcceptRequest>,
) -> Result<RequestReply, Problem> {
    let (caller, wanted) = (&call.caller, &call.input.request_id);
    let or_else = call
        .input
        .or_else
        .iter()
        .map(|id| Uuid::parse_str(id).map_err(|_| no_such_request()))
        .collect::<Result<_, _>>()?;
    let authorized = transition::authorize(&app, caller, wanted, Allowed::Staff).await?;
    let command = Command::Accept { by_offer: false };
    transition::carry_out(&app, authorized.or_else(or_else), command).await
}
