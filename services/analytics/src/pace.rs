//! How fast a lab goes at the moment: read once in a while, because everybody who waits asks.

use std::sync::Arc;
use std::time::Duration;

use handup_contracts::Problem;
use handup_store::Store;
use moka::sync::Cache;
use uuid::Uuid;

use crate::domain::wait::{Past, average_help_ms};
use crate::store::{estimates, facts, tutors};

/// How long a reading is used.
const FRESH: Duration = Duration::from_secs(2);
/// Labs and requests remembered.
const LABS: u64 = 10_000;
const REQUESTS: u64 = 100_000;
/// Helps that the average rests on.
const RECENT_HELPS: u64 = 50;

/// What an estimate rests on, beside the place in the queue.
pub(crate) struct Pace {
    pub(crate) at_work: usize,
    pub(crate) free: usize,
    pub(crate) help_ms: i64,
    /// The oldest first.
    pub(crate) past: Vec<Past>,
}

/// The paces of all labs.
pub(crate) struct Paces {
    store: Store,
    fresh: Cache<Uuid, Arc<Pace>>,
    /// Requests whose students were told something already.
    told: Cache<Uuid, ()>,
}

impl Paces {
    pub(crate) fn new(store: Store) -> Self {
        Self {
            store,
            fresh: Cache::builder()
                .max_capacity(LABS)
                .time_to_live(FRESH)
                .build(),
            told: Cache::new(REQUESTS),
        }
    }

    /// How fast this lab goes.
    pub(crate) async fn of(&self, lab_id: Uuid) -> Result<Arc<Pace>, Problem> {
        if let Some(pace) = self.fresh.get(&lab_id) {
            return Ok(pace);
        }
        let db = self.store.read();
        let (at_work, free) = tutors::at_work(db, lab_id).await?;
        let helps_ms = facts::latest_helps_ms(db, lab_id, RECENT_HELPS).await?;
        let pace = Arc::new(Pace {
            at_work,
            free,
            help_ms: average_help_ms(&helps_ms),
            past: estimates::past(db, lab_id).await?,
        });
        self.fresh.insert(lab_id, Arc::clone(&pace));
        Ok(pace)
    }

    /// Whether nothing was told about this request yet, as far as this process remembers.
    pub(crate) fn is_first(&self, request_id: Uuid) -> bool {
        !self.told.contains_key(&request_id)
    }

    /// Something was told about this request.
    pub(crate) fn was_told(&self, request_id: Uuid) {
        self.told.insert(request_id, ());
    }
}
