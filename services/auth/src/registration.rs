//! From a filled-in form to an account: the same for people who register and for operators.

use std::sync::Arc;

use handup_contracts::{FieldProblem, Problem};
use handup_runtime::ids;
use handup_store::Store;
use uuid::Uuid;

use crate::domain::account::{self, Form, Names};
use crate::store::accounts;

/// The names in `form`, if it breaks no rule and they are free.
///
/// # Errors
/// Every bad field at once, taken names included.
pub(crate) async fn check(store: &Store, form: &Form<'_>) -> Result<Names, Problem> {
    let (names, mut problems) = account::check(form);
    let (username_taken, email_taken) = accounts::taken(store.read(), &names).await?;
    if username_taken {
        add(&mut problems, account::username_taken());
    }
    if email_taken {
        add(&mut problems, account::email_taken());
    }
    if problems.is_empty() {
        Ok(names)
    } else {
        Err(Problem::invalid_fields(problems))
    }
}

/// One sentence per field is enough.
fn add(problems: &mut Vec<FieldProblem>, problem: FieldProblem) {
    if problems.iter().all(|known| known.field != problem.field) {
        problems.push(problem);
    }
}

/// A new account with these names.
pub(crate) fn account(
    names: Names,
    password_hash: String,
    admin: bool,
    now_ms: i64,
) -> Arc<accounts::Model> {
    let id: Uuid = ids::new_id();
    Arc::new(accounts::Model {
        id,
        username: names.username,
        username_key: names.username_key,
        email: names.email,
        email_key: names.email_key,
        display_name: names.display_name,
        password_hash,
        admin,
        created_at_ms: now_ms,
        version: 1,
    })
}
