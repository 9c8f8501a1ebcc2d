//! Staff say something to all who wait.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{AnnounceRequest, LabReply};
use handup_contracts::v1::types::Role;

use crate::App;
use crate::domain::fields;
use crate::handlers::lab_change::{self, Happened};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<AnnounceRequest>,
) -> Result<LabReply, Problem> {
    let text = fields::announcement(&call.input.text)?;
    lab_change::change(
        &app,
        &call.caller,
        &call.input.lab_id,
        Role::Tutor,
        move |lab, now_ms, by| {
            if lab.announcement == text {
                return Ok(None);
            }
            lab.announcement.clone_from(&text);
            lab.announced_at_ms = now_ms;
            by.clone_into(&mut lab.announced_by);
            let event = if text.is_empty() {
                "announcement_removed"
            } else {
                "announced"
            };
            Ok(Some(Happened {
                comment: text.clone(),
                ..Happened::plainly(event)
            }))
        },
    )
    .await
}
