//! Group commit: all creates that wait at the same moment are rows of one transaction. Each row is
//! a statement of its own, because each comes from somebody else.

use std::collections::HashMap;
use std::future::Future;
use std::path::Path;

use async_nats::Subject;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection, query};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::floor::EVENT;
use crate::floor::responder::subject;

/// Most rows of one transaction, as in the system.
const LARGEST_BATCH: usize = 128;
/// Creates that may wait in one lane.
const WAITING: usize = 1024;
/// Lanes on PostgreSQL, as many as made the floor fastest; SQLite has one writer.
const POSTGRES_LANES: usize = 4;

const TABLE: &str = "CREATE TABLE request (
    id UUID PRIMARY KEY, lab UUID NOT NULL, seat TEXT NOT NULL, description TEXT NOT NULL)";
const INSERT: &str = "INSERT INTO request (id, lab, seat, description) VALUES ($1, $2, $3, $4)";

/// A create on its way to the disk.
pub(super) struct Create {
    pub(super) id: Uuid,
    pub(super) lab: Uuid,
    pub(super) seat: String,
    pub(super) description: String,
    pub(super) reply: Subject,
}

/// Makes the table and starts the lanes. Committed creates are answered and told on `nats`.
pub(super) async fn open(
    database_url: &str,
    nats: &async_nats::Client,
) -> anyhow::Result<Vec<mpsc::Sender<Create>>> {
    if let Some(folder) = database_url.strip_prefix("sqlite:") {
        let options = SqliteConnectOptions::new()
            .filename(Path::new(folder).join("floor.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        connection.execute(TABLE).await?;
        return Ok(vec![start(connection, nats.clone())]);
    }
    PgConnection::connect(database_url)
        .await?
        .execute(TABLE)
        .await?;
    let mut lanes = Vec::new();
    for _ in 0..POSTGRES_LANES {
        lanes.push(start(
            PgConnection::connect(database_url).await?,
            nats.clone(),
        ));
    }
    Ok(lanes)
}

fn start<D: Database>(mut database: D, nats: async_nats::Client) -> mpsc::Sender<Create> {
    let (sender, mut waiting) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let mut revisions = HashMap::new();
        let mut batch = Vec::with_capacity(LARGEST_BATCH);
        while waiting.recv_many(&mut batch, LARGEST_BATCH).await > 0 {
            if let Err(error) = commit_and_tell(&mut database, &nats, &mut revisions, &batch).await
            {
                crate::say(&format!("floor: {error:#}"));
            }
            batch.clear();
        }
    });
    sender
}

async fn commit_and_tell<D: Database>(
    database: &mut D,
    nats: &async_nats::Client,
    revisions: &mut HashMap<Uuid, u64>,
    batch: &[Create],
) -> anyhow::Result<()> {
    database.commit(batch).await?;
    for create in batch {
        nats.publish(create.reply.clone(), create.answer().into())
            .await?;
        let revision = revisions.entry(create.lab).or_default();
        *revision += 1;
        let event = create.event(*revision).into();
        nats.publish(subject(EVENT, create.lab), event).await?;
    }
    Ok(())
}

/// What a lane writes to.
trait Database: Send + 'static {
    /// Returns when all rows are on disk.
    fn commit(&mut self, batch: &[Create]) -> impl Future<Output = anyhow::Result<()>> + Send;
}

impl Database for SqliteConnection {
    async fn commit(&mut self, batch: &[Create]) -> anyhow::Result<()> {
        let mut transaction = self.begin().await?;
        for create in batch {
            query(INSERT)
                .bind(create.id)
                .bind(create.lab)
                .bind(&create.seat)
                .bind(&create.description)
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }
}

impl Database for PgConnection {
    async fn commit(&mut self, batch: &[Create]) -> anyhow::Result<()> {
        let mut transaction = self.begin().await?;
        for create in batch {
            query(INSERT)
                .bind(create.id)
                .bind(create.lab)
                .bind(&create.seat)
                .bind(&create.description)
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }
}
