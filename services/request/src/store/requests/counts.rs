//! How many requests there are.

use handup_contracts::v1::types::RequestStatus;
use handup_store::Error;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, QuerySelect};

use super::{Column, Entity, unfinished};

/// (lab, status, count) of the open requests of these labs.
pub(crate) async fn count_open<C: ConnectionTrait>(
    db: &C,
    lab_ids: Vec<Uuid>,
) -> Result<Vec<(Uuid, i32, i64)>, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        lab_id: Uuid,
        status: i32,
        count: i64,
    }
    let rows = Entity::find()
        .select_only()
        .column(Column::LabId)
        .column(Column::Status)
        .column_as(Column::Id.count(), "count")
        .filter(Column::LabId.is_in(lab_ids))
        .filter(unfinished())
        .group_by(Column::LabId)
        .group_by(Column::Status)
        .into_model::<Row>()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.lab_id, row.status, row.count))
        .collect())
}

/// The open requests of all labs.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct OpenEverywhere {
    pub(crate) waiting: i64,
    pub(crate) in_progress: i64,
    /// When the oldest of those that wait was asked.
    pub(crate) oldest_ms: Option<i64>,
}

/// How many requests are open in all labs, and since when the oldest waits.
pub(crate) async fn count_open_everywhere<C: ConnectionTrait>(
    db: &C,
) -> Result<OpenEverywhere, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        status: i32,
        count: i64,
        oldest_ms: Option<i64>,
    }
    let rows = Entity::find()
        .select_only()
        .column(Column::Status)
        .column_as(Column::Id.count(), "count")
        .column_as(Column::CreatedAtMs.min(), "oldest_ms")
        .filter(unfinished())
        .group_by(Column::Status)
        .into_model::<Row>()
        .all(db)
        .await?;
    let mut open = OpenEverywhere::default();
    for row in rows {
        match RequestStatus::try_from(row.status) {
            Ok(RequestStatus::Pending) => {
                open.waiting = row.count;
                open.oldest_ms = row.oldest_ms;
            }
            Ok(RequestStatus::InProgress) => open.in_progress = row.count,
            _ => {}
        }
    }
    Ok(open)
}
