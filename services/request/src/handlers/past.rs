//! What the help that a student got before means for the next.

use handup_contracts::Problem;
use handup_store::{Error, WriteTx};
use uuid::Uuid;

use crate::domain::claim::duration;
use crate::domain::policy::{Order, Policy};
use crate::store::labs::LabRow;
use crate::store::requests;

/// What the student's earlier help in this lab means now.
#[derive(Default)]
pub(super) struct Past {
    /// How often in this session.
    pub(super) helped_before: i32,
    /// Seconds until the cooldown is over; none or less if it is.
    wait_s: i64,
}

impl Past {
    /// What the help says that the student got before, read only where a rule asks for it.
    pub(super) async fn read(
        tx: &WriteTx,
        lab: &LabRow,
        policy: &Policy,
        student_id: Uuid,
        now_ms: i64,
    ) -> Result<Self, Error> {
        if policy.cooldown_s == 0 && policy.order == Order::Fifo {
            return Ok(Self::default());
        }
        let cooldown_ms = i64::from(policy.cooldown_s) * 1000;
        let since_ms = lab.opened_at_ms.min(now_ms - cooldown_ms);
        let helped = requests::helped_since(tx, lab.id, student_id, since_ms).await?;
        let in_session = helped.iter().filter(|at| **at >= lab.opened_at_ms).count();
        let again_at_ms = helped.first().map_or(0, |at| at + cooldown_ms);
        Ok(Self {
            helped_before: i32::try_from(in_session).unwrap_or(i32::MAX),
            wait_s: (again_at_ms - now_ms + 999) / 1000,
        })
    }

    /// Why the lab takes no request of the student now, if it does not.
    pub(super) fn refusal(&self, lab: &LabRow) -> Option<Problem> {
        if !lab.queue_open {
            let text = format!("The queue of {} is closed.", lab.name);
            return Some(Problem::conflict(text));
        }
        (self.wait_s > 0).then(|| {
            Problem::conflict(format!(
                "You were helped a moment ago; you can ask again in {}.",
                duration(self.wait_s)
            ))
        })
    }
}
