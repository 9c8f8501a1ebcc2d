//! Who has an open request in a locked lab, asked by them or joined.

use std::collections::HashSet;
use std::sync::Arc;

use handup_store::{Error, WriteTx};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use tokio::sync::Mutex;

use super::{Column, Entity, unfinished};
use crate::store::companions;

/// As this transaction knows them.
#[derive(Clone)]
struct OpenStudents(Arc<Mutex<HashSet<Uuid>>>);

/// Takes a student in who asks. False if that one has an open request already. They are read once in
/// a transaction: one statement for all who ask in this lab at the same moment.
pub(super) async fn enter(tx: &WriteTx, lab_id: Uuid, student_id: Uuid) -> Result<bool, Error> {
    let OpenStudents(students) = match tx.kept(lab_id) {
        Some(kept) => kept,
        None => {
            let read = OpenStudents(Arc::new(Mutex::new(read(tx, lab_id).await?)));
            tx.keep(lab_id, read.clone());
            read
        }
    };
    Ok(students.lock().await.insert(student_id))
}

/// Whether the student has an open request. Keeps nothing, because what follows changes it.
pub(crate) async fn has_open(tx: &WriteTx, lab_id: Uuid, student_id: Uuid) -> Result<bool, Error> {
    Ok(read(tx, lab_id).await?.contains(&student_id))
}

/// To be called before anything but asking changes the requests of a lab.
pub(in crate::store) fn forget(tx: &WriteTx, lab_id: Uuid) {
    tx.forget::<OpenStudents>(lab_id);
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
