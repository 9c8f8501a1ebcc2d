//! `notification.v1.mark_read`

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::events::{Actor, Event, event::State};
use handup_contracts::v1::notification::{MarkReadReply, MarkReadRequest};
use handup_runtime::ids;
use handup_store::{Error, WriteTx};
use uuid::Uuid;

use crate::App;
use crate::handlers::announcing::person_event;
use crate::store::notifications;

/// Most ids in one call; for more there is `all`.
const MOST_IDS: usize = 200;

/// Marks own notifications as read. Those read before stay as they are.
///
/// # Errors
/// If nobody is logged in, a field breaks a rule, one of the ids is not an own notification, or
/// the database is away.
pub async fn handle(app: Arc<App>, call: Call<MarkReadRequest>) -> Result<MarkReadReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    let which = Arc::new(validate(&call.input)?);
    let now_ms = app.clock.now_ms();
    let account_id = person.id;
    let actor = Arc::new(person.actor());
    let unread = app
        .store
        .write_tx(&account_id.to_string(), move |tx| {
            let (which, actor) = (Arc::clone(&which), Arc::clone(&actor));
            async move { mark(tx, account_id, &which, &actor, now_ms).await }.boxed()
        })
        .await?;
    Ok(MarkReadReply { unread })
}

enum Which {
    All,
    Ids(Vec<Uuid>),
}

fn validate(input: &MarkReadRequest) -> Result<Which, Problem> {
    if input.all {
        if input.ids.is_empty() {
            return Ok(Which::All);
        }
        return Err(Problem::invalid("ids", "Give either ids or all, not both."));
    }
    if input.ids.is_empty() {
        return Err(Problem::invalid(
            "ids",
            "Say which notifications were read: ids, or all.",
        ));
    }
    if input.ids.len() > MOST_IDS {
        return Err(Problem::invalid(
            "ids",
            format!("At most {MOST_IDS} ids can be given at once; for more there is all."),
        ));
    }
    let ids: Result<BTreeSet<Uuid>, _> = input.ids.iter().map(|id| Uuid::parse_str(id)).collect();
    match ids {
        Ok(ids) => Ok(Which::Ids(ids.into_iter().collect())),
        Err(_) => Err(Problem::invalid(
            "ids",
            "Each id must be the id of a notification.",
        )),
    }
}

async fn mark(
    tx: &WriteTx,
    account_id: Uuid,
    which: &Which,
    actor: &Actor,
    now_ms: i64,
) -> Result<i64, Error> {
    if let Which::Ids(ids) = which {
        // Before the lock, which writes where the mailbox is new: a refusal must not have written.
        if notifications::own(tx, account_id, ids).await?.len() < ids.len() {
            return Err(Problem::not_found("There is no such notification.").into());
        }
    }
    let before = notifications::lock_mailbox(tx, account_id).await?;
    let rows = match which {
        Which::All => notifications::all_unread(tx, account_id).await?,
        Which::Ids(ids) => notifications::own(tx, account_id, ids).await?,
    };
    let rows: Vec<_> = rows
        .into_iter()
        .filter(|row| row.read_at_ms.is_none())
        .collect();
    if rows.is_empty() {
        return Ok(before);
    }
    let rows = notifications::mark_read(tx, rows, now_ms).await?;
    let unread = before - i64::try_from(rows.len()).unwrap_or(i64::MAX);
    notifications::set_unread(tx, account_id, unread).await?;
    for row in &rows {
        // All with the count after the whole call, so that their order does not matter.
        tx.emit(Event {
            id: ids::new_id().to_string(),
            occurred_at_ms: now_ms,
            actor: Some(actor.clone()),
            name: "read".to_owned(),
            state: Some(State::Notification(row.message(unread))),
            ..person_event(row)
        });
    }
    Ok(unread)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field_of(input: &MarkReadRequest) -> String {
        match validate(input) {
            Ok(_) => String::new(),
            Err(problem) => problem.fields[0].field.clone(),
        }
    }

    #[test]
    fn it_takes_ids_or_all_but_not_both_and_not_neither() {
        let id = "0190f5e4-0000-7000-8000-000000000000".to_owned();
        let input = |ids: Vec<String>, all| MarkReadRequest { ids, all };
        assert_eq!(field_of(&input(vec![id.clone()], false)), "");
        assert_eq!(field_of(&input(vec![], true)), "");
        assert_eq!(field_of(&input(vec![id.clone()], true)), "ids");
        assert_eq!(field_of(&input(vec![], false)), "ids");
        assert_eq!(field_of(&input(vec!["one".to_owned()], false)), "ids");
        assert_eq!(field_of(&input(vec![id; MOST_IDS + 1], false)), "ids");
    }
}
