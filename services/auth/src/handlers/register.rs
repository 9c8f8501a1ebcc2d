use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{RegisterRequest, SessionReply};
use handup_contracts::v1::events::{Actor, ActorKind};

use crate::App;
use crate::announce::{self, Stamp};
use crate::domain::account::Form;
use crate::opened_session::{self, NewSession};
use crate::refresh_token;
use crate::registration;
use crate::store::{accounts, attempts, sessions};

/// Makes an account and logs its owner in.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<RegisterRequest>,
) -> Result<SessionReply, Problem> {
    let input = call.input;
    let form = Form {
        username: &input.username,
        email: &input.email,
        password: &input.password,
        password_confirmation: &input.password_confirmation,
        display_name: &input.display_name,
    };
    let names = registration::check(&app.store, &form).await?;
    count_attempt(&app, &names.email_key).await?;
    let password_hash = app.passwords.hash(input.password).await?;
    let account = registration::account(names, password_hash, false, app.clock.now_ms());
    let stamp = Stamp::new(app.clock.as_ref(), owner(&account));
    let session = NewSession::begin(&app, account.id, &input.device)?;
    let saved = (Arc::clone(&account), stamp, session.clone());
    app.store
        .write_tx("accounts", move |tx| {
            let (account, stamp, session) = saved.clone();
            async move {
                accounts::insert(tx, account.as_ref().clone()).await?;
                sessions::insert(tx, session.row, session.token.hash).await?;
                tx.emit(announce::registered(&stamp, &account));
                Ok(())
            }
            .boxed()
        })
        .await?;
    let NewSession { row, token } = session;
    opened_session::reply(&app, &account, row.id, token, row.expires_at_ms).await
}

/// A hash costs much: nobody needs many accounts with one address.
async fn count_attempt(app: &App, email_key: &str) -> Result<(), Problem> {
    let key = refresh_token::hash(&format!("register {email_key}"));
    let now_ms = app.clock.now_ms();
    let (most, window_ms) = (app.config.attempts, app.config.attempts_window_ms());
    app.store
        .write_tx(&key.clone(), move |tx| {
            let key = key.clone();
            async move { attempts::count(tx, &key, now_ms, most, window_ms).await }.boxed()
        })
        .await?;
    Ok(())
}

fn owner(account: &accounts::Model) -> Actor {
    Actor {
        kind: ActorKind::Person.into(),
        id: account.id.to_string(),
        name: account.display_name.clone(),
    }
}
