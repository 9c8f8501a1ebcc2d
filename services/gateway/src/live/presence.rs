//! Tells assignment who of the staff has a live connection here.

use std::sync::Arc;
use std::time::Duration;

use handup_contracts::Problem;
use handup_contracts::v1::assignment::{Presence, ReportPresenceRequest, methods};
use handup_runtime::Shutdown;

use crate::live::hub::Hub;

/// How long a change waits for others before it is reported.
const DEBOUNCE: Duration = Duration::from_millis(50);

impl Hub {
    /// Reports whenever somebody comes or goes, and from time to time, until shutdown; then that
    /// nobody is here any more.
    pub(crate) async fn report_presence(self: Arc<Self>, shutdown: Shutdown) {
        let longest = Duration::from_millis(self.settings.presence_ms);
        let mut reported: Option<Vec<(String, String)>> = None;
        loop {
            let present = self.present();
            let names = names(&present);
            match self.report(present).await {
                Ok(()) => reported = Some(names),
                Err(error) => tracing::debug!(%error, "presence could not be reported"),
            }
            tokio::select! {
                () = shutdown.requested() => break,
                () = self.until_changed(reported.as_ref(), &shutdown) => {}
                _ = tokio::time::timeout(longest, shutdown.requested()) => {}
            }
            if shutdown.is_requested() {
                break;
            }
        }
        if let Err(error) = self.report(Vec::new()).await {
            tracing::warn!(%error, "the end of presence could not be reported");
        }
    }

    /// Returns soon after somebody else is here than was reported.
    async fn until_changed(&self, reported: Option<&Vec<(String, String)>>, shutdown: &Shutdown) {
        loop {
            self.presence_changed.notified().await;
            // Many come at once, and a page that only reloads is here again by then.
            let ending = tokio::time::timeout(DEBOUNCE, shutdown.requested())
                .await
                .is_ok();
            if ending || reported != Some(&names(&self.present())) {
                return;
            }
        }
    }

    fn present(&self) -> Vec<Presence> {
        let mut present: Vec<Presence> = self.labs().iter().flat_map(|lab| lab.present()).collect();
        present.sort_by(|one, other| key(one).cmp(&key(other)));
        present.dedup_by(|one, other| key(one) == key(other));
        present
    }

    async fn report(&self, present: Vec<Presence>) -> Result<(), Problem> {
        let report = ReportPresenceRequest {
            gateway_id: self.gateway_id.clone(),
            present,
        };
        let caller = self.own_caller()?;
        self.bus
            .call(methods::ReportPresence, &caller, &report)
            .await?;
        Ok(())
    }
}

fn key(presence: &Presence) -> (&str, &str) {
    (&presence.lab_id, &presence.tutor_id)
}

fn names(present: &[Presence]) -> Vec<(String, String)> {
    present
        .iter()
        .map(|presence| (presence.lab_id.clone(), presence.tutor_id.clone()))
        .collect()
}
