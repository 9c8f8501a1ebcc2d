//! A manager changes a lab's texts.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{LabReply, UpdateLabRequest};
use handup_contracts::v1::types::Role;

use crate::App;
use crate::domain::fields::{self, LabText};
use crate::handlers::lab_change::{self, Happened};
use crate::store::labs::column;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<UpdateLabRequest>,
) -> Result<LabReply, Problem> {
    let text = fields::lab(
        &app.config,
        LabText {
            name: call.input.name,
            room: call.input.room,
            topics: call.input.topics,
        },
    )?;
    let topics = column(&text.topics)?;
    lab_change::change(
        &app,
        &call.caller,
        &call.input.lab_id,
        Role::Manager,
        move |lab, _, _| {
            if lab.name == text.name && lab.room == text.room && lab.topics == topics {
                return Ok(None);
            }
            lab.name.clone_from(&text.name);
            lab.room.clone_from(&text.room);
            lab.topics.clone_from(&topics);
            Ok(Some(Happened::plainly("updated")))
        },
    )
    .await
}
