use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt as _;
use handup_contracts::Problem;

use crate::connection::Bus;

impl Bus {
    /// Returns once the server has taken everything that was sent on this connection before.
    ///
    /// `Client::flush` of async-nats only waits until the bytes have left this process: a call on
    /// another connection can then still overtake a subscription. The server works through one
    /// connection in order, so a message to ourselves comes back after all that went before it.
    ///
    /// # Errors
    /// If it does not come back within the time for a call.
    pub(crate) async fn round_trip(&self) -> Result<(), Problem> {
        let failed = |err: String| Problem::unavailable(format!("NATS: {err}"));
        let inbox = self.client.new_inbox();
        let mut echoes = self
            .client
            .subscribe(inbox.clone())
            .await
            .map_err(|err| failed(err.to_string()))?;
        self.client
            .publish(inbox, Bytes::new())
            .await
            .map_err(|err| failed(err.to_string()))?;
        let patience = Duration::from_millis(self.settings.call_timeout_ms);
        match tokio::time::timeout(patience, echoes.next()).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(failed("the connection is closed".to_owned())),
            Err(_) => Err(failed("no answer".to_owned())),
        }
    }
}
