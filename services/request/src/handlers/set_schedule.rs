//! A manager sets when the queue opens and closes by itself. The next turn is the first that counts:
//! the queue stays as it is until then.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{LabReply, SetScheduleRequest};
use handup_contracts::v1::types::Role;

use crate::App;
use crate::domain::schedule::Schedule;
use crate::handlers::lab_change::{self, Happened};
use crate::store::labs::column;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<SetScheduleRequest>,
) -> Result<LabReply, Problem> {
    let schedule = Schedule::from_message(&call.input.schedule.unwrap_or_default())?;
    let column = column(&schedule)?;
    lab_change::change(
        &app,
        &call.caller,
        &call.input.lab_id,
        Role::Manager,
        move |lab, now_ms, _| {
            if lab.schedule()? == schedule {
                return Ok(None);
            }
            if lab.time_zone.is_empty() {
                // The event that tells it is on its way.
                return Err(Problem::unavailable("the lab's time zone is not known yet").into());
            }
            lab.schedule.clone_from(&column);
            lab.plan_next_turn(now_ms)?;
            Ok(Some(Happened {
                comment: schedule.in_words(),
                ..Happened::plainly("schedule_changed")
            }))
        },
    )
    .await
}
