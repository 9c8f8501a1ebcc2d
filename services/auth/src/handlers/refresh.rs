use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{RefreshRequest, SessionReply};
use handup_store::{Error, WriteTx};
use uuid::Uuid;

use crate::App;
use crate::domain::refresh::{Decision, present};
use crate::opened_session;
use crate::refresh_token::{self, RefreshToken};
use crate::store::{accounts, sessions};

/// What became of a presented token.
enum Outcome {
    Refreshed {
        account_id: Uuid,
        expires_at_ms: i64,
    },
    /// It was used before: the session has ended now.
    Reused,
    /// The session was over.
    Over,
}

/// The moment and the times of a refresh.
#[derive(Clone, Copy)]
struct Times {
    now_ms: i64,
    grace_ms: i64,
    session_ms: i64,
}

/// Gives fresh tokens for a refresh token.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<RefreshRequest>,
) -> Result<SessionReply, Problem> {
    let over = |why: &str| Problem::unauthenticated().with_internal(why);
    let hash = refresh_token::hash(&call.input.refresh_token);
    let known = sessions::token_by_hash(app.store.read(), &hash)
        .await?
        .ok_or_else(|| over("unknown refresh token"))?;
    let (session_id, generation) = (known.session_id, known.generation);
    let times = Times {
        now_ms: app.clock.now_ms(),
        grace_ms: app.config.refresh_grace_ms,
        session_ms: app.config.session_ms(),
    };
    let token = RefreshToken::new()?;
    let new_hash = token.hash.clone();
    let outcome = app
        .store
        .write_tx(&session_id.to_string(), move |tx| {
            let new_hash = new_hash.clone();
            async move { take(tx, session_id, generation, new_hash, times).await }.boxed()
        })
        .await?;
    match outcome {
        Outcome::Refreshed {
            account_id,
            expires_at_ms,
        } => {
            let account = accounts::by_id(app.store.read(), account_id)
                .await?
                .ok_or_else(|| over("the account is gone"))?;
            opened_session::reply(&app, &account, session_id, token, expires_at_ms).await
        }
        Outcome::Reused => {
            tracing::warn!(%session_id, "a refresh token was used twice; its session has ended");
            Err(over("refresh token used twice"))
        }
        Outcome::Over => Err(over("the session is over")),
    }
}

async fn take(
    tx: &WriteTx,
    session_id: Uuid,
    generation: i64,
    new_hash: String,
    times: Times,
) -> Result<Outcome, Error> {
    let Some(session) = sessions::lock(tx, session_id).await? else {
        return Ok(Outcome::Over);
    };
    let mut expires_at_ms = session.expires_at_ms;
    let next = match present(&session.family(), generation, times.now_ms, times.grace_ms) {
        Decision::Rotate { generation } => {
            expires_at_ms = times.now_ms + times.session_ms;
            sessions::rotate(tx, session_id, generation, times.now_ms, expires_at_ms).await?;
            generation
        }
        Decision::Again { generation } => generation,
        Decision::End => {
            sessions::end(tx, session_id, times.now_ms).await?;
            return Ok(Outcome::Reused);
        }
        Decision::Refuse => return Ok(Outcome::Over),
    };
    sessions::insert_token(tx, new_hash, session_id, next).await?;
    Ok(Outcome::Refreshed {
        account_id: session.account_id,
        expires_at_ms,
    })
}
