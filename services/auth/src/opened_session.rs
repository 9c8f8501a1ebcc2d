//! Sessions as their owners hold them.

use handup_contracts::Problem;
use handup_contracts::v1::auth::SessionReply;
use handup_identity::{AUDIENCE, Claims, ISSUER};
use handup_runtime::ids;
use uuid::Uuid;

use crate::App;
use crate::domain::account;
use crate::messages;
use crate::refresh_token::RefreshToken;
use crate::store::{accounts, memberships, sessions};

/// A session about to be saved, and its first refresh token.
#[derive(Clone)]
pub(crate) struct NewSession {
    pub(crate) row: sessions::Model,
    pub(crate) token: RefreshToken,
}

impl NewSession {
    /// A session of `account_id` on `device` that begins now.
    ///
    /// # Errors
    /// If there is no randomness.
    pub(crate) fn begin(app: &App, account_id: Uuid, device: &str) -> Result<Self, Problem> {
        let now_ms = app.clock.now_ms();
        Ok(Self {
            row: sessions::Model {
                id: ids::new_id(),
                account_id,
                device: account::device(device),
                created_at_ms: now_ms,
                last_used_at_ms: now_ms,
                expires_at_ms: now_ms + app.config.session_ms(),
                ended_at_ms: None,
                generation: 1,
                rotated_at_ms: now_ms,
            },
            token: RefreshToken::new()?,
        })
    }
}

/// The answer to whoever begins or refreshes a session: a fresh access token, and who it is for.
pub(crate) async fn reply(
    app: &App,
    account: &accounts::Model,
    session_id: Uuid,
    refresh_token: RefreshToken,
    refresh_expires_at_ms: i64,
) -> Result<SessionReply, Problem> {
    let issued_at_s = app.clock.now_ms() / 1000;
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: account.id,
        sid: session_id,
        username: account.username.clone(),
        name: account.display_name.clone(),
        admin: account.admin,
        iat: issued_at_s,
        exp: issued_at_s + app.config.access_token_s,
    };
    let memberships = memberships::of_account(app.store.read(), account.id).await?;
    Ok(SessionReply {
        session_id: session_id.to_string(),
        access_token: app.keys.sign(&claims).await?,
        access_expires_at_ms: claims.exp * 1000,
        refresh_token: refresh_token.text,
        refresh_expires_at_ms,
        account: Some(messages::account(account)),
        memberships: messages::memberships(memberships, account),
    })
}
