//! Another tutor takes over from the one who helps.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{HandOverRequest, RequestReply};
use handup_contracts::v1::types::Role;
use uuid::Uuid;

use crate::App;
use crate::domain::fields;
use crate::domain::request::{Command, Party};
use crate::handlers::no_such_request;
use crate::handlers::transition::{self, Allowed};
use crate::store::requests;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<HandOverRequest>,
) -> Result<RequestReply, Problem> {
    let note = fields::note(&app.config, "note", &call.input.note)?;
    let no_tutor = || {
        // The event that makes somebody a tutor may still be on its way.
        let text = "Choose another tutor of this lab; who has just become one, in a moment.";
        Problem::invalid("tutor_id", text)
    };
    let tutor_id = Uuid::parse_str(&call.input.tutor_id).map_err(|_| no_tutor())?;
    let request_id = Uuid::parse_str(&call.input.request_id).map_err(|_| no_such_request())?;
    let known = requests::find(app.store.read(), request_id)
        .await?
        .ok_or_else(no_such_request)?;
    // Who may not do this must not learn who is a tutor: that is checked first.
    let person = app.verifier.person(&call.caller).await?;
    let own = app
        .directory
        .role(&call.caller, &person, known.lab_id)
        .await?;
    if own >= Role::Tutor && app.directory.known(tutor_id, known.lab_id).await? < Role::Tutor {
        return Err(no_tutor());
    }
    transition::command(
        &app,
        &call.caller,
        &call.input.request_id,
        Allowed::Staff,
        Command::HandOver {
            to: Party {
                id: tutor_id,
                name: call.input.tutor_name,
            },
            note,
        },
    )
    .await
}
