//! What was changed about a lab and its queue, by whom.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{LabHistoryReply, ListLabHistoryRequest};
use handup_contracts::v1::types::Role;
use handup_store::outbox;

use crate::App;
use crate::handlers::{lab_id, message};

/// Most entries in one answer.
const LARGEST_LIST: usize = 500;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<ListLabHistoryRequest>,
) -> Result<LabHistoryReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    let lab_id = lab_id(&call.input.lab_id)?;
    app.directory
        .require(&call.caller, &person, lab_id, Role::Manager)
        .await?;
    let history = outbox::history(app.store.read(), &lab_id.to_string()).await?;
    Ok(LabHistoryReply {
        entries: history
            .into_iter()
            .rev()
            .take(LARGEST_LIST)
            .map(message::history_entry)
            .collect(),
    })
}
