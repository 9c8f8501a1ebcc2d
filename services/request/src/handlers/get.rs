//! One request with its history, for the student who asked and for staff.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{GetRequest, RequestDetailReply};
use handup_store::outbox;

use crate::App;
use crate::handlers::{message, visible};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<GetRequest>,
) -> Result<RequestDetailReply, Problem> {
    let (request, position) = visible::find(&app, &call.caller, &call.input.request_id).await?;
    let history = outbox::history(app.store.read(), &request.id.to_string())
        .await?
        .into_iter()
        .map(message::history_entry)
        .collect();
    Ok(RequestDetailReply {
        request: Some(message::request(&request)),
        position,
        history,
    })
}
