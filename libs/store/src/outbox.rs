//! Events saved with the change they tell of.
//!
//! Rows are never removed: the table is also the history of every aggregate, and what projections
//! are rebuilt from when a stream is gone.

use handup_contracts::Message as _;
use handup_contracts::v1::events::Event;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ConnectionTrait, FromQueryResult, QueryOrder, QuerySelect, Set};

use crate::error::Error;
use crate::pieces::{LARGEST_PIECE, padded, pieces};
use crate::write::WriteTx;

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbox")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub seq: i64,
        #[sea_orm(unique)]
        pub id: Uuid,
        pub aggregate_id: String,
        pub payload: Vec<u8>,
        pub traceparent: Option<String>,
        pub created_at_ms: i64,
        pub published_at_ms: Option<i64>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A saved event on its way to the stream.
#[derive(Debug, Clone)]
pub struct Committed {
    /// Id of the event.
    pub id: Uuid,
    /// The event itself.
    pub event: Event,
    /// Its bytes, as saved.
    pub payload: Vec<u8>,
    /// Trace context of the write, if it was traced.
    pub traceparent: Option<String>,
}

impl Committed {
    fn from_row(row: entity::Model) -> Result<Self, Error> {
        let event = Event::decode(row.payload.as_slice()).map_err(|err| {
            handup_contracts::Problem::internal(format!("outbox row {}: {err}", row.seq))
        })?;
        Ok(Self {
            id: row.id,
            event,
            payload: row.payload,
            traceparent: row.traceparent,
        })
    }
}

pub(crate) async fn save<C: ConnectionTrait>(
    tx: &C,
    events: Vec<(Event, Option<String>)>,
) -> Result<Vec<Committed>, Error> {
    let mut committed = Vec::with_capacity(events.len());
    for (event, traceparent) in events {
        let id = Uuid::parse_str(&event.id).map_err(|err| {
            handup_contracts::Problem::internal(format!("event id {:?}: {err}", event.id))
        })?;
        committed.push(Committed {
            id,
            payload: event.encode_to_vec(),
            event,
            traceparent,
        });
    }
    let mut rows = committed.iter().map(|saved| entity::ActiveModel {
        id: Set(saved.id),
        aggregate_id: Set(saved.event.aggregate_id.clone()),
        payload: Set(saved.payload.clone()),
        traceparent: Set(saved.traceparent.clone()),
        created_at_ms: Set(saved.event.occurred_at_ms),
        ..Default::default()
    });
    for piece in pieces(committed.len()) {
        entity::Entity::insert_many(rows.by_ref().take(piece))
            .exec_without_returning(tx)
            .await?;
    }
    Ok(committed)
}

/// Records that the stream has acknowledged the events with these ids.
///
/// # Errors
/// If the database refuses.
pub async fn mark_published(tx: &WriteTx, ids: &[Uuid], now_ms: i64) -> Result<(), Error> {
    for ids in ids.chunks(LARGEST_PIECE) {
        entity::Entity::update_many()
            .col_expr(entity::Column::PublishedAtMs, Expr::value(now_ms))
            .filter(entity::Column::Id.is_in(padded(ids.to_vec())))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// The oldest events saved before `before_ms` that no stream has acknowledged, at most `limit`.
///
/// # Errors
/// If the database refuses or a row can't be read.
pub async fn unpublished<C: ConnectionTrait>(
    db: &C,
    before_ms: i64,
    limit: u64,
) -> Result<Vec<Committed>, Error> {
    entity::Entity::find()
        .filter(entity::Column::PublishedAtMs.is_null())
        .filter(entity::Column::CreatedAtMs.lt(before_ms))
        .order_by_asc(entity::Column::Seq)
        .limit(limit)
        .all(db)
        .await?
        .into_iter()
        .map(Committed::from_row)
        .collect()
}

/// What no stream has acknowledged yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct Waiting {
    /// How many events.
    pub events: i64,
    /// When the oldest of them was saved, in milliseconds since the Unix epoch.
    pub oldest_ms: Option<i64>,
}

/// How many events no stream has acknowledged yet, and since when the oldest waits.
///
/// # Errors
/// If the database refuses.
pub async fn waiting<C: ConnectionTrait>(db: &C) -> Result<Waiting, Error> {
    let waiting = entity::Entity::find()
        .select_only()
        .column_as(entity::Column::Seq.count(), "events")
        .column_as(entity::Column::CreatedAtMs.min(), "oldest_ms")
        .filter(entity::Column::PublishedAtMs.is_null())
        .into_model::<Waiting>()
        .one(db)
        .await?;
    Ok(waiting.unwrap_or(Waiting {
        events: 0,
        oldest_ms: None,
    }))
}

/// How many events no stream has acknowledged yet.
///
/// # Errors
/// If the database refuses.
pub async fn backlog<C: ConnectionTrait>(db: &C) -> Result<u64, Error> {
    Ok(entity::Entity::find()
        .filter(entity::Column::PublishedAtMs.is_null())
        .count(db)
        .await?)
}

/// All events of one aggregate in the order they were saved.
///
/// # Errors
/// If the database refuses or a row can't be read.
pub async fn history<C: ConnectionTrait>(db: &C, aggregate_id: &str) -> Result<Vec<Event>, Error> {
    entity::Entity::find()
        .filter(entity::Column::AggregateId.eq(aggregate_id))
        .order_by_asc(entity::Column::Seq)
        .all(db)
        .await?
        .into_iter()
        .map(|row| Committed::from_row(row).map(|saved| saved.event))
        .collect()
}

/// Events saved after the row `after`, in order, at most `limit`, with the last row's number: what
/// a replay walks over.
///
/// # Errors
/// If the database refuses or a row can't be read.
pub async fn page<C: ConnectionTrait>(
    db: &C,
    after: i64,
    limit: u64,
) -> Result<(Vec<Committed>, i64), Error> {
    let rows = entity::Entity::find()
        .filter(entity::Column::Seq.gt(after))
        .order_by_asc(entity::Column::Seq)
        .limit(limit)
        .all(db)
        .await?;
    let last = rows.last().map_or(after, |row| row.seq);
    let events = rows
        .into_iter()
        .map(Committed::from_row)
        .collect::<Result<_, _>>()?;
    Ok((events, last))
}
