//! A manager says where the seats of the room stand.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{LabReply, SetSeatsRequest};
use handup_contracts::v1::types::Role;

use crate::App;
use crate::domain::seats;
use crate::handlers::lab_change::{self, Happened};
use crate::store::labs::column;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<SetSeatsRequest>,
) -> Result<LabReply, Problem> {
    let seats = seats::from_messages(&app.config, call.input.seats)?;
    let column = column(&seats)?;
    lab_change::change(
        &app,
        &call.caller,
        &call.input.lab_id,
        Role::Manager,
        move |lab, _, _| {
            if lab.seats == column {
                return Ok(None);
            }
            lab.seats.clone_from(&column);
            Ok(Some(Happened {
                comment: match seats.len() {
                    1 => "1 seat".to_owned(),
                    count => format!("{count} seats"),
                },
                ..Happened::plainly("seats_changed")
            }))
        },
    )
    .await
}
