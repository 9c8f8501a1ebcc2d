//! Who has an open request in a locked lab, asked by them or joined.

use std::collections::HashSet;

use handup_store::{Error, WriteTx};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

use super::{Asked, Column, Entity, unfinished};
use crate::store::companions;

/// Who has one at a revision of the lab's queue. Whatever changes that takes a new revision.
struct OpenStudents {
    revision: i64,
    students: HashSet<Uuid>,
}

/// Takes the student in who asks. False if that one has an open request already. They are read when
/// the queue has changed by anything but asking: a storm of questions reads them once.
pub(super) async fn enter(tx: &WriteTx, asked: &Asked) -> Result<bool, Error> {
    let lab_id = asked.request.lab_id;
    let revision = asked.revision - 1;
    let mut open = match tx.take_carried::<OpenStudents>(lab_id) {
        Some(open) if open.revision == revision => open,
        _ => OpenStudents {
            revision,
            students: read(tx, lab_id).await?,
        },
    };
    let entered = open.students.insert(asked.request.student.id);
    if entered {
        open.revision = asked.revision;
    }
    tx.carry(lab_id, open);
    Ok(entered)
}

/// Whether the student has an open request.
pub(crate) async fn has_open(tx: &WriteTx, lab_id: Uuid, student_id: Uuid) -> Result<bool, Error> {
    Ok(read(tx, lab_id).await?.contains(&student_id))
}

async fn read(tx: &WriteTx, lab_id: Uuid) -> Result<HashSet<Uuid>, Error> {
    let rows: Vec<(Uuid, String)> = Entity::find()
        .select_only()
        .column(Column::StudentId)
        .column(Column::Companions)
        .filter(Column::LabId.eq(lab_id))
        .filter(unfinished())
        .into_tuple()
        .all(tx)
        .await?;
    let mut students = HashSet::with_capacity(rows.len());
    for (student_id, joined) in rows {
        students.insert(student_id);
        let joined = companions::read(&joined)?.into_iter();
        students.extend(joined.map(|companion| companion.student.id));
    }
    Ok(students)
}
