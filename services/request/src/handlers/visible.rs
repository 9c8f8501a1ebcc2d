//! What reading a request shares: only its students and staff of the lab learn that it
//! exists.

use handup_bus::Caller;
use handup_contracts::Problem;
use handup_contracts::v1::types::{RequestStatus, Role};
use uuid::Uuid;

use crate::App;
use crate::domain::request::HelpRequest;
use crate::handlers::no_such_request;
use crate::store::requests;

/// The request and its place in the queue, from 1; 0 where it does not wait.
pub(super) async fn find(
    app: &App,
    caller: &Caller,
    request_id: &str,
) -> Result<(HelpRequest, i32), Problem> {
    let person = app.verifier.person(caller).await?;
    let id = Uuid::parse_str(request_id).map_err(|_| no_such_request())?;
    let request = requests::find(app.store.read(), id)
        .await?
        .ok_or_else(no_such_request)?;
    if !request.is_of(person.id) {
        let role = app.directory.role(caller, &person, request.lab_id).await?;
        if role < Role::Tutor {
            return Err(no_such_request());
        }
    }
    let position = if request.status == RequestStatus::Pending {
        requests::position(app.store.read(), request.lab_id, request.place).await?
    } else {
        0
    };
    Ok((request, position))
}
