//! Labs' rules, as far as offers need them, and the deadline of each lab's next look.

use handup_contracts::Problem;
use handup_contracts::v1::types::{AssignmentMode, Lab, Seat};
use handup_store::{Error, WriteTx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ConnectionTrait, IntoActiveModel, QuerySelect};

use crate::domain::offers::{LabDesk, LabRules};
use crate::domain::seat_map::SeatMap;

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "labs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub mode: i32,
        pub paused: bool,
        pub offer_deadline_s: i32,
        pub grace_s: i32,
        pub opened_at_ms: i64,
        pub look_at_ms: Option<i64>,
        pub read_at_ms: Option<i64>,
        pub version: i64,
        /// A JSON array of [PC number, column, row].
        pub seats: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

use entity::{Column, Entity};

pub(crate) use entity::Model as LabRow;

/// Rules until the lab's own are heard of.
const OFFER_DEADLINE_S: i32 = 30;
const GRACE_S: i32 = 120;

impl LabRow {
    /// A lab of which nothing is known yet.
    fn unknown(id: Uuid) -> Self {
        Self {
            id,
            mode: AssignmentMode::Pull.into(),
            paused: false,
            offer_deadline_s: OFFER_DEADLINE_S,
            grace_s: GRACE_S,
            opened_at_ms: 0,
            look_at_ms: None,
            read_at_ms: None,
            version: 0,
            seats: "[]".to_owned(),
        }
    }

    /// The rules that `lab` tells; the deadline stays.
    pub(crate) fn told(&self, lab: &Lab) -> Self {
        let policy = lab.policy.unwrap_or_default();
        let or = |told: i32, known: i32| if told > 0 { told } else { known };
        Self {
            mode: policy.mode,
            paused: lab.paused,
            offer_deadline_s: or(policy.offer_deadline_s, self.offer_deadline_s),
            grace_s: or(policy.grace_s, self.grace_s),
            opened_at_ms: lab.opened_at_ms,
            version: lab.version,
            seats: seats_column(&lab.seats),
            ..self.clone()
        }
    }

    /// Whether the lab makes offers.
    pub(crate) fn makes_offers(&self) -> bool {
        matches!(self.mode(), AssignmentMode::Push | AssignmentMode::Both)
    }

    fn mode(&self) -> AssignmentMode {
        AssignmentMode::try_from(self.mode).unwrap_or_default()
    }

    /// Whether a round could change anything: offers are made, or some are still out.
    pub(crate) fn concerns_offers(&self) -> bool {
        self.look_at_ms.is_some() || self.makes_offers()
    }

    /// How long a helping tutor may be gone, in milliseconds.
    pub(crate) fn grace_ms(&self) -> i64 {
        i64::from(self.grace_s) * 1000
    }

    /// The desk under the lab's rules.
    pub(crate) fn desk(&self) -> Result<LabDesk, Error> {
        let seats: Vec<(String, i32, i32)> = serde_json::from_str(&self.seats)
            .map_err(|error| Problem::internal(format!("seats of lab {}: {error}", self.id)))?;
        Ok(LabDesk::new(LabRules {
            mode: self.mode(),
            paused: self.paused,
            answer_ms: i64::from(self.offer_deadline_s) * 1000,
            seats: SeatMap::new(seats),
        }))
    }
}

fn seats_column(seats: &[Seat]) -> String {
    let seats: Vec<_> = seats
        .iter()
        .map(|seat| (&seat.name, seat.column, seat.row))
        .collect();
    serde_json::json!(seats).to_string()
}

/// The lab, which nobody else can change until this transaction ends. Whoever changes a tutor or an
/// offer locks the lab first, so that all do it in one order.
pub(crate) async fn lock(tx: &WriteTx, lab_id: Uuid) -> Result<LabRow, Error> {
    if let Some(kept) = tx.kept::<LabRow>(lab_id) {
        return Ok(kept);
    }
    let locked = || {
        let find = Entity::find_by_id(lab_id);
        if tx.locks_rows() {
            find.lock_exclusive()
        } else {
            find
        }
    };
    let row = match locked().one(tx).await? {
        Some(row) => row,
        None => {
            let fresh = LabRow::unknown(lab_id);
            Entity::insert(fresh.clone().into_active_model().reset_all())
                .on_conflict(OnConflict::new().do_nothing().to_owned())
                .exec_without_returning(tx)
                .await?;
            locked().one(tx).await?.unwrap_or(fresh)
        }
    };
    tx.keep(lab_id, row.clone());
    Ok(row)
}

/// Whether the lab makes offers, as far as known.
pub(crate) async fn known_to_make_offers<C: ConnectionTrait>(
    db: &C,
    lab_id: Uuid,
) -> Result<bool, Error> {
    let known = Entity::find_by_id(lab_id).one(db).await?;
    Ok(known.is_some_and(|lab| lab.makes_offers()))
}

/// Saves the new state of a locked lab.
pub(crate) async fn save(tx: &WriteTx, row: &LabRow) -> Result<(), Error> {
    Entity::update(row.clone().into_active_model().reset_all())
        .exec(tx)
        .await?;
    tx.keep(row.id, row.clone());
    Ok(())
}

/// Saves when to look at a locked lab next.
pub(crate) async fn look_at(
    tx: &WriteTx,
    lab: &LabRow,
    look_at_ms: Option<i64>,
) -> Result<(), Error> {
    if lab.look_at_ms == look_at_ms {
        return Ok(());
    }
    Entity::update_many()
        .col_expr(Column::LookAtMs, Expr::value(look_at_ms))
        .filter(Column::Id.eq(lab.id))
        .exec(tx)
        .await?;
    tx.keep(
        lab.id,
        LabRow {
            look_at_ms,
            ..lab.clone()
        },
    );
    Ok(())
}

/// Labs whose deadline has come by `now_ms`.
pub(crate) async fn due<C: ConnectionTrait>(db: &C, now_ms: i64) -> Result<Vec<Uuid>, Error> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::LookAtMs.lte(now_ms))
        .into_tuple()
        .all(db)
        .await?)
}

/// Labs whose queues are to be read by `now_ms`.
pub(crate) async fn to_read<C: ConnectionTrait>(db: &C, now_ms: i64) -> Result<Vec<Uuid>, Error> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::ReadAtMs.lte(now_ms))
        .into_tuple()
        .all(db)
        .await?)
}
