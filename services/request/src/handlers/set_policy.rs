//! A manager changes how the queue is run. Those who wait are put into the new order at once.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{LabReply, SetPolicyRequest};
use handup_contracts::v1::types::Role;

use crate::App;
use crate::domain::policy::Policy;
use crate::handlers::lab_change::{self, Happened, Meanwhile};
use crate::store::labs::column;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<SetPolicyRequest>,
) -> Result<LabReply, Problem> {
    let policy = Policy::from_message(&call.input.policy.unwrap_or_default())?;
    let column = column(&policy)?;
    lab_change::change(
        &app,
        &call.caller,
        &call.input.lab_id,
        Role::Manager,
        move |lab, _, _| {
            let before = lab.policy()?;
            if before == policy {
                return Ok(None);
            }
            lab.policy.clone_from(&column);
            Ok(Some(Happened {
                comment: before.changes(&policy),
                meanwhile: if before.order == policy.order {
                    Meanwhile::Nothing
                } else {
                    Meanwhile::Reorder(policy.order)
                },
                ..Happened::plainly("policy_changed")
            }))
        },
    )
    .await
}
