//! Something happened to a request: who helps with it may have changed.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::consumer::Delivery;
use handup_contracts::Problem;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::types::RequestStatus;
use handup_store::{Error, WriteTx, inbox};
use uuid::Uuid;

use crate::App;
use crate::handlers::refresh::Refresh;
use crate::store::helping;

pub(crate) async fn handle(app: Arc<App>, delivery: Delivery) -> Result<(), Problem> {
    let Some(State::Request(request)) = delivery.event.state else {
        return Err(Problem::internal("a request event without a request"));
    };
    // Only these change who helps; asking and editing do not.
    let helped = request.status() == RequestStatus::InProgress;
    if !helped && request.first_accepted_at_ms == 0 {
        return Ok(());
    }
    let id = |text: &str| {
        Uuid::parse_str(text).map_err(|err| Problem::internal(format!("id {text:?}: {err}")))
    };
    let lab_id = id(&request.lab_id)?;
    let helper_id = if helped {
        Some(id(&request.helper_id)?)
    } else {
        None
    };
    let change = Arc::new(Change {
        consumer: delivery.consumer,
        event_id: delivery.id,
        request_id: id(&request.id)?,
        lab_id,
        helper_id,
        helper_name: request.helper_name,
        version: request.version,
        // Its tutor is filled in once it is known who that is.
        refresh: Refresh::new(&app, lab_id, Uuid::nil()),
        other: Refresh::new(&app, lab_id, Uuid::nil()),
        seen_at_ms: app.clock.now_ms(),
    });
    app.store
        .write_tx(&lab_id.to_string(), move |tx| {
            let change = Arc::clone(&change);
            async move { change.run(tx).await }.boxed()
        })
        .await?;
    Ok(())
}

struct Change {
    consumer: &'static str,
    event_id: Uuid,
    request_id: Uuid,
    lab_id: Uuid,
    helper_id: Option<Uuid>,
    helper_name: String,
    version: i64,
    refresh: Refresh,
    other: Refresh,
    seen_at_ms: i64,
}

impl Change {
    async fn run(&self, tx: &WriteTx) -> Result<(), Error> {
        if !inbox::first_time(tx, self.consumer, self.event_id, self.seen_at_ms).await? {
            return Ok(());
        }
        let before = helping::helper(tx, self.request_id).await?;
        let newer = helping::apply(
            tx,
            self.request_id,
            self.lab_id,
            self.helper_id,
            self.version,
        )
        .await?;
        if !newer || before == self.helper_id {
            return Ok(());
        }
        // In the order of their ids, so that two replicas lock the same rows in the same order.
        let tutors: BTreeSet<Uuid> = before.into_iter().chain(self.helper_id).collect();
        for (tutor_id, refresh) in tutors.into_iter().zip([&self.refresh, &self.other]) {
            let is_helper = Some(tutor_id) == self.helper_id;
            Refresh {
                tutor_id,
                tutor_name: is_helper.then(|| self.helper_name.clone()),
                ..refresh.clone()
            }
            .run(tx)
            .await?;
        }
        Ok(())
    }
}
