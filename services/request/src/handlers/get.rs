//! One request with its history, for the student who asked and for staff.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{GetRequest, RequestDetailReply};
use handup_contracts::v1::types::{RequestStatus, Role};
use handup_store::outbox;
use uuid::Uuid;

use crate::App;
use crate::handlers::{message, no_such_request};
use crate::store::requests;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<GetRequest>,
) -> Result<RequestDetailReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    let id = Uuid::parse_str(&call.input.request_id).map_err(|_| no_such_request())?;
    let request = requests::find(app.store.read(), id)
        .await?
        .ok_or_else(no_such_request)?;
    if request.student.id != person.id {
        let role = app
            .directory
            .role(&call.caller, &person, request.lab_id)
            .await?;
        if role < Role::Tutor {
            return Err(no_such_request());
        }
    }
    let position = if request.status == RequestStatus::Pending {
        requests::position(app.store.read(), request.lab_id, request.place).await?
    } else {
        0
    };
    let history = outbox::history(app.store.read(), &id.to_string())
        .await?
        .into_iter()
        .map(message::history_entry)
        .collect();
    Ok(RequestDetailReply {
        request: Some(message::request(&request)),
        position,
        history,
    })
}
