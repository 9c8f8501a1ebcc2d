use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{ListOrganisationsRequest, OrganisationsReply};

use crate::App;
use crate::handlers::asker::asker;
use crate::messages;
use crate::store::organisations;

/// The organisations of which the asker is a member as a whole; all for admins.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<ListOrganisationsRequest>,
) -> Result<OrganisationsReply, Problem> {
    let account = asker(&app, &call.caller).await?.account;
    let rows = organisations::of_member(app.store.read(), &account).await?;
    Ok(OrganisationsReply {
        organisations: rows.iter().map(messages::organisation).collect(),
    })
}
