//! Who asks.

use std::sync::Arc;

use handup_bus::Caller;
use handup_contracts::Problem;
use handup_identity::Person;

use crate::App;
use crate::store::accounts;

/// Somebody who is logged in, as this service knows them now; the token may be minutes old.
pub(crate) struct Asker {
    pub(crate) person: Arc<Person>,
    pub(crate) account: accounts::Model,
}

/// The person in whose name `caller` calls.
///
/// # Errors
/// If nobody is logged in.
pub(crate) async fn asker(app: &App, caller: &Caller) -> Result<Asker, Problem> {
    let person = app.verifier.person(caller).await?;
    let account = accounts::by_id(app.store.read(), person.id)
        .await?
        .ok_or_else(|| Problem::unauthenticated().with_internal("the account is gone"))?;
    Ok(Asker { person, account })
}
