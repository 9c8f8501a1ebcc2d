//! The asking tutor's own availability in a lab.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::assignment::{AvailabilityReply, GetAvailabilityRequest};

use crate::App;
use crate::handlers::refresh::Refresh;
use crate::handlers::staff;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<GetAvailabilityRequest>,
) -> Result<AvailabilityReply, Problem> {
    let (person, lab_id) = staff(&app, &call.caller, &call.input.lab_id).await?;
    let row = match crate::store::tutors::find(app.store.read(), lab_id, person.id).await? {
        Some(row) => row,
        // Asked for the first time: from now on there is something to show.
        None => {
            Refresh {
                tutor_name: Some(person.name.clone()),
                actor: person.actor(),
                ..Refresh::new(&app, lab_id, person.id)
            }
            .commit(&app)
            .await?
        }
    };
    Ok(AvailabilityReply {
        availability: Some(row.message()),
    })
}
