//! All staff of a lab with their availability, for staff.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::assignment::{AvailabilitiesReply, ListAvailabilityRequest};

use crate::App;
use crate::handlers::staff;
use crate::store::tutors::{self, TutorRow};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<ListAvailabilityRequest>,
) -> Result<AvailabilitiesReply, Problem> {
    let (_, lab_id) = staff(&app, &call.caller, &call.input.lab_id).await?;
    let rows = tutors::of_lab(app.store.read(), lab_id).await?;
    Ok(AvailabilitiesReply {
        availabilities: rows.iter().map(TutorRow::message).collect(),
    })
}
