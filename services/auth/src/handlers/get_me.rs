use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{GetMeRequest, MeReply};

use crate::App;
use crate::handlers::asker::asker;
use crate::messages;
use crate::store::memberships;

/// The asker's own account and memberships.
pub(crate) async fn handle(app: Arc<App>, call: Call<GetMeRequest>) -> Result<MeReply, Problem> {
    let account = asker(&app, &call.caller).await?.account;
    let memberships = memberships::of_account(app.store.read(), account.id).await?;
    Ok(MeReply {
        account: Some(messages::account(&account)),
        memberships: messages::memberships(memberships, &account),
    })
}
