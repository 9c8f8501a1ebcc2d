//! From a saved notification to one that its person sees.

use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::try_join_all;
use handup_contracts::Problem;
use handup_contracts::events::DESK_PERSON;
use handup_contracts::v1::events::{Actor, ActorKind, Event, event::State};
use handup_runtime::ids;
use handup_store::{Error, WriteTx};

use crate::App;
use crate::store::notifications::{self, notification};

/// Announces `rows`, each in a transaction of its person. Those announced before stay as they are,
/// so that doing it again after a crash is harmless.
pub(super) async fn announce_all(app: &App, rows: Vec<notification::Model>) -> Result<(), Problem> {
    try_join_all(rows.into_iter().map(|row| announce(app, row))).await?;
    Ok(())
}

async fn announce(app: &App, row: notification::Model) -> Result<(), Problem> {
    let event = Arc::new(Event {
        id: ids::new_id().to_string(),
        occurred_at_ms: app.clock.now_ms(),
        actor: Some(Actor {
            kind: ActorKind::Service.into(),
            id: crate::NAME.to_owned(),
            name: String::new(),
        }),
        name: "created".to_owned(),
        ..person_event(&row)
    });
    let row = Arc::new(row);
    app.store
        .write_tx(&row.account_id.to_string(), move |tx| {
            let (row, event) = (Arc::clone(&row), Arc::clone(&event));
            async move { announce_in(tx, &row, &event).await }.boxed()
        })
        .await?;
    Ok(())
}

async fn announce_in(tx: &WriteTx, row: &notification::Model, event: &Event) -> Result<(), Error> {
    let unread = notifications::lock_mailbox(tx, row.account_id).await? + 1;
    if !notifications::announce(tx, row.id).await? {
        return Ok(());
    }
    notifications::set_unread(tx, row.account_id, unread).await?;
    tx.emit(Event {
        state: Some(State::Notification(row.message(unread))),
        ..event.clone()
    });
    Ok(())
}

/// What all events about `row` have in common.
pub(super) fn person_event(row: &notification::Model) -> Event {
    Event {
        desk: DESK_PERSON.to_owned(),
        scope_id: row.account_id.to_string(),
        aggregate: "notification".to_owned(),
        aggregate_id: row.id.to_string(),
        version: row.version,
        ..Event::default()
    }
}
