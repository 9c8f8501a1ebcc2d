use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{GetRoleRequest, RoleReply};
use uuid::Uuid;

use crate::App;
use crate::handlers::asker::asker;
use crate::handlers::lab_access;
use crate::messages;

/// The asker's role in a lab, and the memberships it comes from.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<GetRoleRequest>,
) -> Result<RoleReply, Problem> {
    let asker = asker(&app, &call.caller).await?;
    let Ok(lab_id) = Uuid::parse_str(&call.input.lab_id) else {
        return Ok(RoleReply::default());
    };
    let Some(access) = lab_access::find(&app, &asker, lab_id).await? else {
        return Ok(RoleReply::default());
    };
    Ok(RoleReply {
        role: access.role.into(),
        memberships: messages::memberships(access.memberships, &asker.account),
        organisation_id: access.lab.organisation_id.to_string(),
    })
}
