//! One lab, as a member sees it.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{GetLabRequest, LabReply};
use handup_contracts::v1::types::Role;

use crate::App;
use crate::handlers::{lab_id, message};
use crate::store::labs;

pub(crate) async fn handle(app: Arc<App>, call: Call<GetLabRequest>) -> Result<LabReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    let lab_id = lab_id(&call.input.lab_id)?;
    let role = app
        .directory
        .require(&call.caller, &person, lab_id, Role::Student)
        .await?;
    let lab = labs::find(app.store.read(), lab_id)
        .await?
        .ok_or_else(|| Problem::not_found("There is no such lab."))?;
    let counts = labs::counts(app.store.read(), vec![lab_id]).await?;
    let counts = counts.get(&lab_id).copied().unwrap_or_default();
    Ok(LabReply {
        lab: Some(message::lab_view(&lab, role, counts)?),
    })
}
