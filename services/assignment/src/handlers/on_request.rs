//! Something happened to a request: who helps with it, and who should be asked, may have changed.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use handup_bus::consumer::Delivery;
use handup_contracts::Problem;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::types::RequestStatus;
use handup_store::{Error, WriteTx};
use uuid::Uuid;

use crate::App;
use crate::handlers::refresh::Refresh;
use crate::handlers::round::Round;
use crate::store::requests::{self, RequestRow};
use crate::store::{labs, offers};

pub(crate) async fn handle(app: Arc<App>, delivery: Delivery) -> Result<(), Problem> {
    let Some(State::Request(request)) = delivery.event.state else {
        return Err(Problem::internal("a request event without a request"));
    };
    let only_waits =
        request.status() == RequestStatus::Pending && request.first_accepted_at_ms == 0;
    let row = RequestRow::try_from(request)?;
    let lab_id = row.lab_id;
    let known_idle = app.idle.contains_key(&lab_id);
    if only_waits && known_idle {
        return Ok(());
    }
    let change = Change {
        row,
        only_waits,
        // Its tutor is filled in once it is known who that is.
        refresh: Refresh::new(&app, lab_id, Uuid::nil()),
        other: Refresh::new(&app, lab_id, Uuid::nil()),
    };
    let key = lab_id.to_string();
    // Where offers are made, somebody waits for the one that comes of it.
    let idle = if known_idle {
        app.store.write_tx_soon(&key, change.work()).await?
    } else {
        app.store.write_tx(&key, change.work()).await?
    };
    if idle {
        app.idle.insert(lab_id, ());
    }
    Ok(())
}

struct Change {
    row: RequestRow,
    /// Waits, and was never helped.
    only_waits: bool,
    refresh: Refresh,
    other: Refresh,
}

impl Change {
    /// As what a write transaction runs.
    fn work(self) -> impl for<'t> Fn(&'t WriteTx) -> BoxFuture<'t, Result<bool, Error>> {
        let change = Arc::new(self);
        move |tx| {
            let change = Arc::clone(&change);
            async move { change.run(tx).await }.boxed()
        }
    }

    /// Harmless to run again: what is not newer than known changes nothing. Returns whether the
    /// lab is idle.
    async fn run(&self, tx: &WriteTx) -> Result<bool, Error> {
        let lab = labs::lock(tx, self.row.lab_id).await?;
        let idle = !lab.concerns_offers();
        if self.only_waits && idle {
            // Should the lab make offers one day, it reads then who waits.
            return Ok(idle);
        }
        let before = requests::find(tx, self.row.request_id)
            .await?
            .and_then(|known| known.helper_id);
        if !requests::apply(tx, &self.row).await? {
            return Ok(idle);
        }
        if before != self.row.helper_id {
            self.refresh_tutors(tx, before).await?;
        }
        if lab.concerns_offers() {
            if let Some(helper_id) = self.row.helper_id {
                offers::settle(tx, self.row.request_id, helper_id).await?;
            }
            let round = Round {
                lab_id: self.row.lab_id,
                now_ms: self.refresh.now_ms,
            };
            round.run(tx).await?;
        }
        Ok(idle)
    }

    async fn refresh_tutors(&self, tx: &WriteTx, before: Option<Uuid>) -> Result<(), Error> {
        // In the order of their ids, so that two replicas lock the same rows in the same order.
        let tutors: BTreeSet<Uuid> = before.into_iter().chain(self.row.helper_id).collect();
        for (tutor_id, refresh) in tutors.into_iter().zip([&self.refresh, &self.other]) {
            let is_helper = Some(tutor_id) == self.row.helper_id;
            Refresh {
                tutor_id,
                tutor_name: is_helper.then(|| self.row.helper_name.clone()),
                ..refresh.clone()
            }
            .apply(tx)
            .await?;
        }
        Ok(())
    }
}
