use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{EndSessionReply, EndSessionRequest};
use uuid::Uuid;

use crate::App;
use crate::handlers::asker::asker;
use crate::store::sessions;

/// Logs the asker out somewhere else.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<EndSessionRequest>,
) -> Result<EndSessionReply, Problem> {
    let account_id = asker(&app, &call.caller).await?.account.id;
    let none = || Problem::not_found("You have no such session, or it is already over.");
    let session_id = Uuid::parse_str(&call.input.session_id).map_err(|_| none())?;
    let now_ms = app.clock.now_ms();
    let ended = app
        .store
        .write_tx(&session_id.to_string(), move |tx| {
            async move { sessions::end_of_account(tx, account_id, session_id, now_ms).await }
                .boxed()
        })
        .await?;
    ended.then_some(EndSessionReply {}).ok_or_else(none)
}
