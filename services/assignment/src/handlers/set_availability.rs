//! A tutor turns the own switch in a lab.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::assignment::{AvailabilityReply, SetAvailabilityRequest};

use crate::App;
use crate::handlers::refresh::Refresh;
use crate::handlers::staff;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<SetAvailabilityRequest>,
) -> Result<AvailabilityReply, Problem> {
    let (person, lab_id) = staff(&app, &call.caller, &call.input.lab_id).await?;
    let row = Refresh {
        tutor_name: Some(person.name.clone()),
        switch: Some(call.input.available),
        actor: person.actor(),
        ..Refresh::new(&app, lab_id, person.id)
    }
    .commit(&app)
    .await?;
    Ok(AvailabilityReply {
        availability: Some(row.message()),
    })
}
