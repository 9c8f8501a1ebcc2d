//! Labs and the revisions of their queues.

use std::collections::{BTreeMap, HashMap};

use handup_contracts::Problem;
use handup_contracts::v1::types::{Announcement, Lab, RequestStatus};
use handup_store::{Error, Gathered, WriteTx, update_each};
use jiff::tz::TimeZone;
use sea_orm::entity::prelude::*;
use sea_orm::{
    ConnectionTrait, FromQueryResult, IntoActiveModel, JoinType, QueryOrder, QuerySelect, Set,
};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{organisations, requests};
use crate::domain::fields::LabText;
use crate::domain::policy::Policy;
use crate::domain::schedule::Schedule;
use crate::domain::seats::Seat;

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
        pub organisation_id: Uuid,
        pub name: String,
        pub room: String,
        pub topics: String,
        pub queue_open: bool,
        pub revision: i64,
        /// How many requests are pending.
        pub waiting: i64,
        pub version: i64,
        pub created_at_ms: i64,
        /// A JSON object.
        pub policy: String,
        pub paused: bool,
        pub opened_at_ms: i64,
        pub announcement: String,
        pub announced_at_ms: i64,
        pub announced_by: String,
        /// A JSON object.
        pub schedule: String,
        /// When the queue opens or closes by itself; 0 for never.
        pub next_turn_at_ms: i64,
        pub next_turn_opens: bool,
        /// IANA name; empty where it is not known yet.
        pub time_zone: String,
        /// A JSON array.
        pub seats: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use entity::Model as LabRow;

/// Most labs in one answer.
const LARGEST_LIST: u64 = 500;

/// What a new lab begins with.
pub(crate) struct NewLab {
    pub(crate) id: Uuid,
    pub(crate) organisation_id: Uuid,
    /// IANA name; empty where it is not known yet.
    pub(crate) time_zone: String,
    pub(crate) text: LabText,
    pub(crate) policy: Policy,
    pub(crate) queue_open: bool,
    pub(crate) created_at_ms: i64,
}

impl LabRow {
    /// A new lab.
    pub(crate) fn new(new: NewLab) -> Result<Self, Error> {
        Ok(Self {
            id: new.id,
            organisation_id: new.organisation_id,
            topics: column(&new.text.topics)?,
            name: new.text.name,
            room: new.text.room,
            queue_open: new.queue_open,
            revision: 1,
            waiting: 0,
            version: 1,
            created_at_ms: new.created_at_ms,
            policy: column(&new.policy)?,
            paused: false,
            opened_at_ms: if new.queue_open { new.created_at_ms } else { 0 },
            announcement: String::new(),
            announced_at_ms: 0,
            announced_by: String::new(),
            schedule: column(&Schedule::default())?,
            next_turn_at_ms: 0,
            next_turn_opens: false,
            time_zone: new.time_zone,
            seats: column(&Vec::<Seat>::new())?,
        })
    }

    /// How the queue is run.
    pub(crate) fn policy(&self) -> Result<Policy, Error> {
        self.read("policy", &self.policy)
    }

    /// When the queue opens and closes by itself.
    pub(crate) fn schedule(&self) -> Result<Schedule, Error> {
        self.read("schedule", &self.schedule)
    }

    /// The clock of the lab's schedule.
    pub(crate) fn clock(&self) -> Result<TimeZone, Error> {
        TimeZone::get(&self.time_zone)
            .map_err(|err| Problem::internal(format!("zone of lab {}: {err}", self.id)).into())
    }

    /// Sets when the queue opens or closes next by itself after `now_ms`.
    pub(crate) fn plan_next_turn(&mut self, now_ms: i64) -> Result<(), Error> {
        let next = self.schedule()?.next_turn(&self.clock()?, now_ms);
        self.next_turn_at_ms = next.map_or(0, |turn| turn.at_ms);
        self.next_turn_opens = next.is_some_and(|turn| turn.opens);
        Ok(())
    }

    /// Topics in the order of display.
    pub(crate) fn topics(&self) -> Result<Vec<String>, Error> {
        self.read("topics", &self.topics)
    }

    /// Where the seats stand, row by row.
    fn seats(&self) -> Result<Vec<Seat>, Error> {
        self.read("seats", &self.seats)
    }

    fn read<T: DeserializeOwned>(&self, what: &str, column: &str) -> Result<T, Error> {
        serde_json::from_str(column)
            .map_err(|err| Problem::internal(format!("{what} of lab {}: {err}", self.id)).into())
    }

    /// This lab as a message.
    pub(crate) fn message(&self) -> Result<Lab, Error> {
        Ok(Lab {
            id: self.id.to_string(),
            organisation_id: self.organisation_id.to_string(),
            name: self.name.clone(),
            room: self.room.clone(),
            queue_open: self.queue_open,
            revision: self.revision,
            created_at_ms: self.created_at_ms,
            version: self.version,
            topics: self.topics()?,
            policy: Some(self.policy()?.message()),
            paused: self.paused,
            announcement: (!self.announcement.is_empty()).then(|| Announcement {
                text: self.announcement.clone(),
                at_ms: self.announced_at_ms,
                by_name: self.announced_by.clone(),
            }),
            opened_at_ms: self.opened_at_ms,
            schedule: Some(self.schedule()?.message()),
            next_turn_at_ms: self.next_turn_at_ms,
            next_turn_opens: self.next_turn_opens,
            time_zone: self.time_zone.clone(),
            seats: self.seats()?.into_iter().map(Seat::message).collect(),
        })
    }
}

/// Topics, a policy, a schedule or seats as the table holds them.
pub(crate) fn column(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|err| Problem::internal(err.to_string()).into())
}

pub(crate) async fn insert(tx: &WriteTx, row: LabRow) -> Result<(), Error> {
    entity::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

pub(crate) async fn find<C: ConnectionTrait>(
    db: &C,
    lab_id: Uuid,
) -> Result<Option<LabRow>, Error> {
    Ok(entity::Entity::find_by_id(lab_id).one(db).await?)
}

/// The lab, which nobody else can change until this transaction ends: so all changes of one queue
/// stand in one order. What other works of this transaction have asked can be read afterwards.
pub(crate) async fn lock(tx: &WriteTx, lab_id: Uuid) -> Result<LabRow, Error> {
    tx.save_gathered().await?;
    lock_to_ask(tx, lab_id).await
}

/// Like [`lock`], for asking only: new requests of this transaction need not be there to be read.
pub(crate) async fn lock_to_ask(tx: &WriteTx, lab_id: Uuid) -> Result<LabRow, Error> {
    if let Some(kept) = tx.kept::<LabRow>(lab_id) {
        return Ok(kept);
    }
    let mut find = entity::Entity::find_by_id(lab_id);
    if tx.locks_rows() {
        find = find.lock_exclusive();
    }
    let row = find
        .one(tx)
        .await?
        .ok_or_else(|| Error::from(Problem::not_found("There is no such lab.")))?;
    tx.keep(lab_id, row.clone());
    Ok(row)
}

/// Takes the next revision of a locked lab's queue, in which `joined` more requests wait than
/// before.
pub(crate) fn next_revision(tx: &WriteTx, lab: &LabRow, joined: i64) -> i64 {
    let revision = lab.revision + 1;
    advance(
        tx,
        &LabRow {
            revision,
            waiting: lab.waiting + joined,
            ..lab.clone()
        },
    );
    revision
}

/// Has the new state of the queue saved at the end of the transaction.
fn advance(tx: &WriteTx, lab: &LabRow) {
    tx.gather(QueueState {
        lab_id: lab.id,
        revision: lab.revision,
        waiting: lab.waiting,
    });
    tx.keep(lab.id, lab.clone());
}

struct QueueState {
    lab_id: Uuid,
    revision: i64,
    waiting: i64,
}

impl Gathered for QueueState {
    async fn save_all(tx: &WriteTx, states: Vec<Self>) -> Result<(), Error> {
        // The last one of each lab is the newest: the lab is locked.
        let newest: BTreeMap<Uuid, Self> = states
            .into_iter()
            .map(|state| (state.lab_id, state))
            .collect();
        let rows: Vec<_> = newest
            .into_iter()
            .map(|(lab_id, state)| (lab_id, [state.revision.into(), state.waiting.into()]))
            .collect();
        let columns = [entity::Column::Revision, entity::Column::Waiting];
        update_each::<entity::Entity, _>(tx, entity::Column::Id, columns, &rows).await
    }
}

/// Saves the new state of a locked lab.
pub(crate) async fn save(tx: &WriteTx, row: &LabRow) -> Result<(), Error> {
    entity::Entity::update_many()
        .set(entity::ActiveModel {
            name: Set(row.name.clone()),
            room: Set(row.room.clone()),
            topics: Set(row.topics.clone()),
            queue_open: Set(row.queue_open),
            policy: Set(row.policy.clone()),
            paused: Set(row.paused),
            opened_at_ms: Set(row.opened_at_ms),
            announcement: Set(row.announcement.clone()),
            announced_at_ms: Set(row.announced_at_ms),
            announced_by: Set(row.announced_by.clone()),
            schedule: Set(row.schedule.clone()),
            next_turn_at_ms: Set(row.next_turn_at_ms),
            next_turn_opens: Set(row.next_turn_opens),
            time_zone: Set(row.time_zone.clone()),
            seats: Set(row.seats.clone()),
            version: Set(row.version),
            ..Default::default()
        })
        .filter(entity::Column::Id.eq(row.id))
        .exec(tx)
        .await?;
    advance(tx, row);
    Ok(())
}

/// Labs whose queue should have opened or closed by itself before `now_ms`, the most overdue first.
pub(crate) async fn due<C: ConnectionTrait>(db: &C, now_ms: i64) -> Result<Vec<Uuid>, Error> {
    Ok(entity::Entity::find()
        .select_only()
        .column(entity::Column::Id)
        .filter(entity::Column::NextTurnAtMs.gt(0))
        .filter(entity::Column::NextTurnAtMs.lte(now_ms))
        .order_by_asc(entity::Column::NextTurnAtMs)
        .limit(LARGEST_LIST)
        .into_tuple()
        .all(db)
        .await?)
}

/// Labs that have no time zone though their organisation has one, and which.
pub(crate) async fn missing_time_zones<C: ConnectionTrait>(
    db: &C,
) -> Result<Vec<(Uuid, String)>, Error> {
    let organisation = entity::Entity::belongs_to(organisations::Entity)
        .from(entity::Column::OrganisationId)
        .to(organisations::Column::Id)
        .into();
    Ok(entity::Entity::find()
        .join(JoinType::InnerJoin, organisation)
        .select_only()
        .column(entity::Column::Id)
        .column(organisations::Column::TimeZone)
        .filter(entity::Column::TimeZone.eq(""))
        .limit(LARGEST_LIST)
        .into_tuple()
        .all(db)
        .await?)
}

/// The labs with these ids or of these organisations, by name; with `all`, every lab.
pub(crate) async fn list<C: ConnectionTrait>(
    db: &C,
    lab_ids: Vec<Uuid>,
    organisation_ids: Vec<Uuid>,
    all: bool,
) -> Result<Vec<LabRow>, Error> {
    let mut find = entity::Entity::find();
    if !all {
        find = find.filter(
            sea_orm::Condition::any()
                .add(entity::Column::Id.is_in(lab_ids))
                .add(entity::Column::OrganisationId.is_in(organisation_ids)),
        );
    }
    Ok(find
        .order_by_asc(entity::Column::Name)
        .order_by_asc(entity::Column::Id)
        .limit(LARGEST_LIST)
        .all(db)
        .await?)
}

/// Revisions of these labs; those that do not exist are missing.
pub(crate) async fn revisions<C: ConnectionTrait>(
    db: &C,
    lab_ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, i64>, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        revision: i64,
    }
    let rows = entity::Entity::find()
        .select_only()
        .column(entity::Column::Id)
        .column(entity::Column::Revision)
        .filter(entity::Column::Id.is_in(lab_ids))
        .into_model::<Row>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.revision)).collect())
}

/// How many wait and how many are being helped, per lab.
pub(crate) async fn counts<C: ConnectionTrait>(
    db: &C,
    lab_ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, (i32, i32)>, Error> {
    let mut counts: HashMap<Uuid, (i32, i32)> = HashMap::new();
    for (lab_id, status, count) in requests::count_open(db, lab_ids).await? {
        let entry = counts.entry(lab_id).or_default();
        let count = i32::try_from(count).unwrap_or(i32::MAX);
        if status == i32::from(RequestStatus::Pending) {
            entry.0 = count;
        } else {
            entry.1 = count;
        }
    }
    Ok(counts)
}
