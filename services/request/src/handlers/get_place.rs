//! Where a request stands, without its history, for the student who asked and for staff.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{GetPlaceRequest, PlaceReply};

use crate::App;
use crate::handlers::visible;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<GetPlaceRequest>,
) -> Result<PlaceReply, Problem> {
    let (request, position) = visible::find(&app, &call.caller, &call.input.request_id).await?;
    Ok(PlaceReply {
        lab_id: request.lab_id.to_string(),
        position,
    })
}
