//! The revisions of some queues, so that the gateway notices when it has missed the last change.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{ListRevisionsRequest, RevisionsReply};

use crate::App;
use crate::handlers::lab_id;
use crate::store::labs;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<ListRevisionsRequest>,
) -> Result<RevisionsReply, Problem> {
    app.verifier.service(&call.caller)?;
    let ids = call
        .input
        .lab_ids
        .iter()
        .map(|text| lab_id(text))
        .collect::<Result<Vec<_>, _>>()?;
    let known = labs::revisions(app.store.read(), ids.clone()).await?;
    Ok(RevisionsReply {
        revisions: ids
            .iter()
            .map(|id| known.get(id).copied().unwrap_or_default())
            .collect(),
    })
}
