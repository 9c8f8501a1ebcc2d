use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{ListSessionsRequest, SessionInfo, SessionsReply};

use crate::App;
use crate::handlers::asker::asker;
use crate::store::sessions;

/// Where the asker is logged in.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<ListSessionsRequest>,
) -> Result<SessionsReply, Problem> {
    let asker = asker(&app, &call.caller).await?;
    let current = asker.person.session_id;
    let rows = sessions::of_account(app.store.read(), asker.account.id, app.clock.now_ms()).await?;
    let sessions = rows
        .into_iter()
        .map(|row| SessionInfo {
            current: row.id == current,
            id: row.id.to_string(),
            device: row.device,
            created_at_ms: row.created_at_ms,
            last_used_at_ms: row.last_used_at_ms,
        })
        .collect();
    Ok(SessionsReply { sessions })
}
