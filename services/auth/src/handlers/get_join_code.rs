use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{GetJoinCodeRequest, JoinCodeReply};

use crate::App;
use crate::handlers::asker::asker;
use crate::handlers::lab_access;
use crate::random;
use crate::store::join_codes;

/// The code with which students join a lab.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<GetJoinCodeRequest>,
) -> Result<JoinCodeReply, Problem> {
    let asker = asker(&app, &call.caller).await?;
    let lab_id = lab_access::managed(&app, &asker, &call.input.lab_id)
        .await?
        .id;
    let code = match join_codes::of_lab(app.store.read(), lab_id).await? {
        Some(row) => row.code,
        None => {
            let code = random::join_code()?;
            app.store
                .write_tx(&lab_id.to_string(), move |tx| {
                    let code = code.clone();
                    async move { join_codes::ensure(tx, lab_id, code).await }.boxed()
                })
                .await?
        }
    };
    Ok(JoinCodeReply {
        lab_id: lab_id.to_string(),
        code,
    })
}
