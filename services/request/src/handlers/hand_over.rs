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
use crate::handlers::transition::{self, Allowed};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<HandOverRequest>,
) -> Result<RequestReply, Problem> {
    let note = fields::note(&app.config, "note", &call.input.note)?;
    let (caller, request_id) = (&call.caller, &call.input.request_id);
    let authorized = transition::authorize(&app, caller, request_id, Allowed::Staff).await?;
    let no_tutor = || {
        // The event that makes somebody a tutor may still be on its way.
        let text = "Choose another tutor of this lab; who has just become one, in a moment.";
        Problem::invalid("tutor_id", text)
    };
    let tutor_id = Uuid::parse_str(&call.input.tutor_id).map_err(|_| no_tutor())?;
    if app.directory.known(tutor_id, authorized.lab_id).await? < Role::Tutor {
        return Err(no_tutor());
    }
    let command = Command::HandOver {
        to: Party {
            id: tutor_id,
            name: call.input.tutor_name,
        },
        note,
    };
    transition::carry_out(&app, authorized, command).await
}
