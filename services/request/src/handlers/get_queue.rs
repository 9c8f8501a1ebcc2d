//! The whole queue of a lab, for staff.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{GetQueueRequest, QueueReply};
use handup_contracts::v1::types::Role;

use crate::App;
use crate::handlers::{lab_id, message};
use crate::store::{labs, requests};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<GetQueueRequest>,
) -> Result<QueueReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    let lab_id = lab_id(&call.input.lab_id)?;
    app.directory
        .require(&call.caller, &person, lab_id, Role::Tutor)
        .await?;
    let lab = labs::find(app.store.read(), lab_id)
        .await?
        .ok_or_else(|| Problem::not_found("There is no such lab."))?;
    let open = requests::open(app.store.read(), lab_id).await?;
    Ok(QueueReply {
        lab: Some(lab.message()?),
        requests: open.iter().map(message::request).collect(),
    })
}
