use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{GetKeysRequest, KeysReply};

use crate::App;

/// Publishes the keys that verify access tokens.
pub(crate) async fn handle(
    app: Arc<App>,
    _call: Call<GetKeysRequest>,
) -> Result<KeysReply, Problem> {
    let keys = app.keys.published().await?;
    let jwks_json =
        serde_json::to_string(&keys).map_err(|err| Problem::internal(format!("key set: {err}")))?;
    Ok(KeysReply { jwks_json })
}
