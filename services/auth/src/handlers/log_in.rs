use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::v1::auth::{LogInRequest, SessionReply};
use handup_contracts::{Code, FieldProblem, Problem};

use crate::App;
use crate::domain::account;
use crate::opened_session::{self, NewSession};
use crate::refresh_token;
use crate::store::{accounts, attempts, sessions};

/// Begins a session for whoever knows the password.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<LogInRequest>,
) -> Result<SessionReply, Problem> {
    let input = call.input;
    check_filled_in(&input)?;
    let account = accounts::by_login(app.store.read(), &input.login).await?;
    let key = attempts_key(account.as_ref(), &input.login);
    count_attempt(&app, &key).await?;
    // What can't be a password is compared with nothing: the hash function would take its time.
    let (password, hash) = if account::is_possible_password(&input.password) {
        let hash = account
            .as_ref()
            .map(|account| account.password_hash.clone());
        (input.password, hash)
    } else {
        (String::new(), None)
    };
    let right = app.passwords.verify(password, hash).await?;
    let Some(account) = account.filter(|_| right) else {
        return Err(Problem::new(
            Code::WrongCredentials,
            "Invalid username or password.",
        ));
    };
    let session = NewSession::begin(&app, account.id, &input.device)?;
    let saved = session.clone();
    app.store
        .write_tx(&key.clone(), move |tx| {
            let (key, session) = (key.clone(), saved.clone());
            async move {
                attempts::forget(tx, &key).await?;
                sessions::insert(tx, session.row, session.token.hash).await
            }
            .boxed()
        })
        .await?;
    let NewSession { row, token } = session;
    opened_session::reply(&app, &account, row.id, token, row.expires_at_ms).await
}

fn check_filled_in(input: &LogInRequest) -> Result<(), Problem> {
    let mut problems = Vec::new();
    if input.login.trim().is_empty() {
        problems.push(FieldProblem {
            field: "login".to_owned(),
            message: "Please enter your username or e-mail address.".to_owned(),
        });
    }
    if input.password.is_empty() {
        problems.push(FieldProblem {
            field: "password".to_owned(),
            message: "Please enter your password.".to_owned(),
        });
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid_fields(problems))
    }
}

/// One count per account, whichever of its names is typed; and one per name that nobody has, so
/// that the limit does not tell whether an account exists.
fn attempts_key(account: Option<&accounts::Model>, login: &str) -> String {
    match account {
        Some(account) => refresh_token::hash(&format!("account {}", account.id)),
        None => refresh_token::hash(&format!("login {}", account::key(login))),
    }
}

/// Counted before the password is looked at, so that many guesses at once can't slip through.
async fn count_attempt(app: &App, key: &str) -> Result<(), Problem> {
    let now_ms = app.clock.now_ms();
    let (most, window_ms) = (app.config.attempts, app.config.attempts_window_ms());
    let owned = key.to_owned();
    app.store
        .write_tx(key, move |tx| {
            let key = owned.clone();
            async move { attempts::count(tx, &key, now_ms, most, window_ms).await }.boxed()
        })
        .await?;
    Ok(())
}
