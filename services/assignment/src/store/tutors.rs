//! A tutor's availability in a lab.

use std::collections::{HashMap, HashSet};

use handup_contracts::v1::types::{Availability, AvailabilityStatus};
use handup_store::{Error, LARGEST_PIECE, WriteTx, padded};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect};

use crate::domain::availability::{self, Facts};
use crate::domain::offers::{Helper, LabTutor};
use crate::domain::share::Share;

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tutors")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub lab_id: Uuid,
        pub tutor_id: Uuid,
        pub tutor_name: String,
        pub switched_on: bool,
        pub present: bool,
        pub request_id: Option<Uuid>,
        pub status: i32,
        pub absent_since_ms: i64,
        pub returns_at_ms: Option<i64>,
        pub changed_at_ms: i64,
        pub version: i64,
        pub session_ms: i64,
        pub on_duty_ms: i64,
        pub helped_ms: i64,
        pub counted_to_ms: i64,
        pub last_offer_ms: i64,
        /// Offers in a row that passed without an answer.
        pub missed: i64,
        /// PC at which the tutor helped last; empty if never.
        pub seat: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};

pub(crate) use entity::Model as TutorRow;

impl TutorRow {
    pub(crate) fn facts(&self) -> Facts {
        Facts {
            switched_on: self.switched_on,
            present: self.present,
            helping: self.request_id.is_some(),
        }
    }

    pub(crate) fn status(&self) -> AvailabilityStatus {
        AvailabilityStatus::try_from(self.status).unwrap_or_default()
    }

    /// Brings the status in line with the facts, in the session that began at `session_ms`; the
    /// time spent in the status before is counted.
    pub(crate) fn show_status(&mut self, session_ms: i64, now_ms: i64) {
        let status = availability::status(self.facts());
        if status == self.status() {
            return;
        }
        let share = self.share(session_ms, now_ms);
        self.status = status.into();
        self.session_ms = share.session_ms;
        self.on_duty_ms = share.on_duty_ms;
        self.helped_ms = share.helped_ms;
        self.counted_to_ms = share.counted_to_ms;
    }

    fn share(&self, session_ms: i64, now_ms: i64) -> Share {
        Share {
            session_ms: self.session_ms,
            on_duty_ms: self.on_duty_ms,
            helped_ms: self.helped_ms,
            counted_to_ms: self.counted_to_ms,
        }
        .count(self.status(), session_ms, now_ms)
    }

    /// The tutor as the offer engine sees them.
    pub(crate) fn helper(&self, session_ms: i64, now_ms: i64) -> Helper<LabTutor> {
        Helper {
            id: self.tutor_id,
            missed: u32::try_from(self.missed).unwrap_or(u32::MAX),
            detail: LabTutor {
                switched_on: self.switched_on,
                present: self.present,
                absent_since_ms: self.absent_since_ms,
                helping: self.request_id.is_some(),
                share: self.share(session_ms, now_ms),
                last_offer_ms: self.last_offer_ms,
                // Where somebody stood in an earlier session says nothing.
                seat: (self.session_ms == session_ms && !self.seat.is_empty())
                    .then(|| self.seat.clone()),
            },
        }
    }

    pub(crate) fn message(&self) -> Availability {
        Availability {
            id: self.id.to_string(),
            lab_id: self.lab_id.to_string(),
            tutor_id: self.tutor_id.to_string(),
            tutor_name: self.tutor_name.clone(),
            status: self.status().into(),
            changed_at_ms: self.changed_at_ms,
            version: self.version,
            request_id: self.request_id.map(|id| id.to_string()).unwrap_or_default(),
        }
    }
}

pub(crate) async fn find<C: ConnectionTrait>(
    db: &C,
    lab_id: Uuid,
    tutor_id: Uuid,
) -> Result<Option<TutorRow>, Error> {
    Ok(Entity::find()
        .filter(Column::LabId.eq(lab_id))
        .filter(Column::TutorId.eq(tutor_id))
        .one(db)
        .await?)
}

/// The tutor's row, which nobody else can change until this transaction ends. Made from `fresh` if
/// there is none yet.
pub(crate) async fn lock(tx: &WriteTx, fresh: TutorRow) -> Result<TutorRow, Error> {
    let (lab_id, tutor_id) = (fresh.lab_id, fresh.tutor_id);
    let locked = || {
        let find = Entity::find()
            .filter(Column::LabId.eq(lab_id))
            .filter(Column::TutorId.eq(tutor_id));
        if tx.locks_rows() {
            find.lock_exclusive()
        } else {
            find
        }
    };
    if let Some(row) = locked().one(tx).await? {
        return Ok(row);
    }
    Entity::insert(fresh.clone().into_active_model().reset_all())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(locked().one(tx).await?.unwrap_or(fresh))
}

/// Takes note that the tutor has answered an offer.
pub(crate) async fn forget_missed(tx: &WriteTx, lab_id: Uuid, tutor_id: Uuid) -> Result<(), Error> {
    Entity::update_many()
        .col_expr(Column::Missed, Expr::value(0_i64))
        .filter(Column::LabId.eq(lab_id))
        .filter(Column::TutorId.eq(tutor_id))
        .filter(Column::Missed.gt(0))
        .exec(tx)
        .await?;
    Ok(())
}

pub(crate) async fn save(tx: &WriteTx, row: &TutorRow) -> Result<(), Error> {
    Entity::update(row.clone().into_active_model().reset_all())
        .exec(tx)
        .await?;
    Ok(())
}

/// Everybody of the staff that was ever seen in the lab, by name.
pub(crate) async fn of_lab<C: ConnectionTrait>(
    db: &C,
    lab_id: Uuid,
) -> Result<Vec<TutorRow>, Error> {
    Ok(Entity::find()
        .filter(Column::LabId.eq(lab_id))
        .order_by_asc(Column::TutorName)
        .order_by_asc(Column::TutorId)
        .all(db)
        .await?)
}

/// Those who are marked as there, to be compared with the live connections.
pub(crate) async fn present<C: ConnectionTrait>(db: &C) -> Result<Vec<(Uuid, Uuid)>, Error> {
    Ok(Entity::find()
        .select_only()
        .column(Column::LabId)
        .column(Column::TutorId)
        .filter(Column::Present.eq(true))
        .into_tuple()
        .all(db)
        .await?)
}

/// The names of those in `labs` who are marked as there, by lab and tutor.
pub(crate) async fn names_of_present<C: ConnectionTrait>(
    db: &C,
    labs: &HashSet<Uuid>,
) -> Result<HashMap<(Uuid, Uuid), String>, Error> {
    let labs: Vec<Uuid> = labs.iter().copied().collect();
    let mut names = HashMap::new();
    for labs in labs.chunks(LARGEST_PIECE) {
        let rows: Vec<(Uuid, Uuid, String)> = Entity::find()
            .select_only()
            .columns([Column::LabId, Column::TutorId, Column::TutorName])
            .filter(Column::Present.eq(true))
            .filter(Column::LabId.is_in(padded(labs.to_vec())))
            .into_tuple()
            .all(db)
            .await?;
        names.extend(
            rows.into_iter()
                .map(|(lab_id, tutor_id, name)| ((lab_id, tutor_id), name)),
        );
    }
    Ok(names)
}

/// Those whose request is to be given back by `now_ms`.
pub(crate) async fn overdue<C: ConnectionTrait>(
    db: &C,
    now_ms: i64,
) -> Result<Vec<(Uuid, Uuid)>, Error> {
    Ok(Entity::find()
        .select_only()
        .column(Column::LabId)
        .column(Column::TutorId)
        .filter(Column::ReturnsAtMs.lte(now_ms))
        .into_tuple()
        .all(db)
        .await?)
}
