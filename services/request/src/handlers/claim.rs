//! A tutor has said yes to an offer: the claim, in the tutor's own name, vouched for by the service
//! that made the offer.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{ClaimRequest, RequestReply};

use crate::App;
use crate::domain::request::Command;
use crate::handlers::transition::{self, Allowed};

/// The one service that makes offers.
const OFFERING: &str = "assignment";

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<ClaimRequest>,
) -> Result<RequestReply, Problem> {
    let service = app.verifier.service_of_token(&call.input.service_token)?;
    if service != OFFERING {
        return Err(Problem::forbidden("Only an offer leads to a claim."));
    }
    transition::command(
        &app,
        &call.caller,
        &call.input.request_id,
        Allowed::Staff,
        Command::Accept { by_offer: true },
    )
    .await
}
