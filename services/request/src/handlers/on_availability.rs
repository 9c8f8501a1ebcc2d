//! A tutor has vanished while helping: what they held goes back to the front of the queue.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::consumer::Delivery;
use handup_contracts::Problem;
use handup_contracts::ids::id;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::types::RequestStatus;
use handup_store::{Error, WriteTx, inbox};
use uuid::Uuid;

use crate::App;
use crate::domain::queue;
use crate::domain::request::{By, Command, Decision, decide};
use crate::handlers::event::Stamp;
use crate::handlers::transition;
use crate::store::{labs, requests};

pub(crate) async fn handle(app: Arc<App>, delivery: Delivery) -> Result<(), Problem> {
    if delivery.event.name != "vanished" {
        return Ok(());
    }
    let Some(State::Availability(availability)) = delivery.event.state else {
        return Err(Problem::internal("an availability event without one"));
    };
    if availability.request_id.is_empty() {
        return Ok(());
    }
    let giving_back = Arc::new(GivingBack {
        consumer: delivery.consumer,
        event_id: delivery.id,
        lab_id: id(&availability.lab_id)?,
        tutor_id: id(&availability.tutor_id)?,
        request_id: id(&availability.request_id)?,
        tutor_name: availability.tutor_name,
        stamp: Stamp::of_service(&app),
    });
    app.store
        .write_tx(&giving_back.lab_id.to_string(), move |tx| {
            let giving_back = Arc::clone(&giving_back);
            async move { giving_back.run(tx).await }.boxed()
        })
        .await?;
    Ok(())
}

struct GivingBack {
    consumer: &'static str,
    event_id: Uuid,
    lab_id: Uuid,
    tutor_id: Uuid,
    request_id: Uuid,
    tutor_name: String,
    stamp: Stamp,
}

impl GivingBack {
    async fn run(&self, tx: &WriteTx) -> Result<(), Error> {
        if !inbox::first_time(tx, self.consumer, self.event_id, self.stamp.at_ms).await? {
            return Ok(());
        }
        let lab = labs::lock(tx, self.lab_id).await?;
        let Some(request) = requests::find(tx, self.request_id).await? else {
            return Ok(());
        };
        // Somebody may have completed it meanwhile, or given it to another tutor.
        let held = request.status == RequestStatus::InProgress
            && request
                .helper
                .as_ref()
                .is_some_and(|helper| helper.id == self.tutor_id);
        if !held {
            return Ok(());
        }
        let open = requests::open(tx, self.lab_id).await?;
        let command = Command::ReturnToFront {
            place: queue::front(open.iter().map(|request| request.place)),
        };
        if let Decision::Changed {
            request: next,
            event,
            ..
        } = decide(&request, command, &By::System, self.stamp.at_ms)?
        {
            let comment = format!("{} was gone for too long.", self.tutor_name);
            transition::save(tx, &lab, &request, &next, event, comment, &self.stamp).await?;
        }
        Ok(())
    }
}
