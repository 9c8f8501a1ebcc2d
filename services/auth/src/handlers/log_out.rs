use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{LogOutReply, LogOutRequest};
use uuid::Uuid;

use crate::App;
use crate::refresh_token;
use crate::store::sessions;

/// Ends the session of a refresh token, else that of the access token. Ending it twice is fine.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<LogOutRequest>,
) -> Result<LogOutReply, Problem> {
    let by_token = session_of(&app, &call.input.refresh_token).await?;
    let session_id = match by_token {
        Some(session_id) => session_id,
        None => app.verifier.person(&call.caller).await?.session_id,
    };
    let now_ms = app.clock.now_ms();
    app.store
        .write_tx(&session_id.to_string(), move |tx| {
            async move { sessions::end(tx, session_id, now_ms).await }.boxed()
        })
        .await?;
    Ok(LogOutReply {})
}

async fn session_of(app: &App, refresh_token: &str) -> Result<Option<Uuid>, Problem> {
    if refresh_token.is_empty() {
        return Ok(None);
    }
    let hash = refresh_token::hash(refresh_token);
    let known = sessions::token_by_hash(app.store.read(), &hash).await?;
    Ok(known.map(|token| token.session_id))
}
