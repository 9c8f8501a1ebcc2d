//! Memberships that are asked for at the same time are read with one statement: in a rush, every
//! request asks for those of one person, and a statement each would be half of the reading.

use std::collections::HashMap;

use handup_contracts::Problem;
use handup_store::{Error, Store, padded};
use sea_orm::entity::prelude::*;
use tokio::sync::{mpsc, oneshot};

use super::member;

/// Most persons in one statement.
const LARGEST: usize = 64;
/// Questions that may wait before those who ask wait for room.
const WAITING: usize = 1024;

struct Question {
    account_id: Uuid,
    answer: oneshot::Sender<Result<Vec<member::Model>, Problem>>,
}

/// Reads memberships.
pub(super) struct Memberships {
    questions: mpsc::Sender<Question>,
}

impl Memberships {
    /// Reads from `store` until this is dropped.
    pub(super) fn read_from(store: Store) -> Self {
        let (questions, mut waiting) = mpsc::channel(WAITING);
        tokio::spawn(async move {
            let mut asked = Vec::with_capacity(LARGEST);
            while waiting.recv_many(&mut asked, LARGEST).await > 0 {
                answer(&store, std::mem::take(&mut asked)).await;
            }
        });
        Self { questions }
    }

    /// What `account_id` is a member of now.
    pub(super) async fn of(&self, account_id: Uuid) -> Result<Vec<member::Model>, Problem> {
        let (answer, held) = oneshot::channel();
        let closed = || Problem::unavailable("the directory is closed");
        self.questions
            .send(Question { account_id, answer })
            .await
            .map_err(|_| closed())?;
        held.await.map_err(|_| closed())?
    }
}

async fn answer(store: &Store, asked: Vec<Question>) {
    let read = read(store, &asked).await;
    for question in asked {
        let held = match &read {
            Ok(held) => Ok(held.get(&question.account_id).cloned().unwrap_or_default()),
            Err(problem) => Err(problem.clone()),
        };
        // Who has given up waiting needs no answer.
        let _ = question.answer.send(held);
    }
}

async fn read(
    store: &Store,
    asked: &[Question],
) -> Result<HashMap<Uuid, Vec<member::Model>>, Problem> {
    let mut accounts: Vec<Uuid> = asked.iter().map(|question| question.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let rows = member::Entity::find()
        .filter(member::Column::AccountId.is_in(padded(accounts)))
        .filter(member::Column::Removed.eq(false))
        .all(store.read())
        .await
        .map_err(Error::from)?;
    let mut held: HashMap<Uuid, Vec<member::Model>> = HashMap::new();
    for row in rows {
        held.entry(row.account_id).or_default().push(row);
    }
    Ok(held)
}
