use std::cmp::Reverse;
use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{ListMembersRequest, MembersReply};

use crate::App;
use crate::handlers::asker::asker;
use crate::handlers::lab_access;
use crate::messages;
use crate::store::memberships;

/// Everybody with a role in a lab, those with the highest first. Members of the whole organisation
/// are listed too; their memberships name no lab.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<ListMembersRequest>,
) -> Result<MembersReply, Problem> {
    let asker = asker(&app, &call.caller).await?;
    let lab = lab_access::managed(&app, &asker, &call.input.lab_id).await?;
    let mut members = memberships::of_lab(app.store.read(), &lab).await?;
    members.sort_by_cached_key(|(row, account)| {
        (
            Reverse(row.role),
            account.display_name.to_lowercase(),
            row.id,
        )
    });
    Ok(MembersReply {
        members: members
            .iter()
            .map(|(row, account)| messages::membership(row, account))
            .collect(),
    })
}
