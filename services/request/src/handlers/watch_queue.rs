//! The whole queue of a lab for the gateway, which shows each viewer what the role allows.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{WatchQueueReply, WatchQueueRequest};

use crate::App;
use crate::handlers::{lab_id, message};
use crate::store::{labs, requests};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<WatchQueueRequest>,
) -> Result<WatchQueueReply, Problem> {
    app.verifier.service(&call.caller)?;
    let lab_id = lab_id(&call.input.lab_id)?;
    // The revision and the requests must belong together: the lab is locked while both are read.
    let (lab, open) = app
        .store
        .write_tx(&lab_id.to_string(), move |tx| {
            async move {
                let lab = labs::lock(tx, lab_id).await?;
                let open = requests::open(tx, lab_id).await?;
                Ok((lab, open))
            }
            .boxed()
        })
        .await?;
    Ok(WatchQueueReply {
        lab: Some(lab.message()?),
        requests: open.iter().map(message::request).collect(),
    })
}
