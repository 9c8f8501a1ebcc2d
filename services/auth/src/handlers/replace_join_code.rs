use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{JoinCodeReply, ReplaceJoinCodeRequest};

use crate::App;
use crate::handlers::asker::asker;
use crate::handlers::lab_access;
use crate::random;
use crate::store::join_codes;

/// Gives a lab a new code; the old one is no longer good. There is no event: the code is not for
/// everybody's eyes.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<ReplaceJoinCodeRequest>,
) -> Result<JoinCodeReply, Problem> {
    let asker = asker(&app, &call.caller).await?;
    let lab_id = lab_access::managed(&app, &asker, &call.input.lab_id)
        .await?
        .id;
    let code = random::join_code()?;
    let new_code = code.clone();
    app.store
        .write_tx(&lab_id.to_string(), move |tx| {
            let code = new_code.clone();
            async move { join_codes::replace(tx, lab_id, code).await }.boxed()
        })
        .await?;
    Ok(JoinCodeReply {
        lab_id: lab_id.to_string(),
        code,
    })
}
