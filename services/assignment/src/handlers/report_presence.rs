//! A gateway tells who of the staff has a live connection to it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::assignment::{ReportPresenceReply, ReportPresenceRequest};
use uuid::Uuid;

use crate::App;
use crate::handlers::refresh::Refresh;
use crate::store::{presences, tutors};

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<ReportPresenceRequest>,
) -> Result<ReportPresenceReply, Problem> {
    app.verifier.service(&call.caller)?;
    let id = |text: &str| {
        Uuid::parse_str(text).map_err(|_| Problem::invalid("present", "An id is not a UUID."))
    };
    let mut names: HashMap<(Uuid, Uuid), String> = HashMap::new();
    for presence in call.input.present {
        names.insert(
            (id(&presence.lab_id)?, id(&presence.tutor_id)?),
            presence.tutor_name,
        );
    }
    let gateway_id = Arc::new(call.input.gateway_id);
    let present: Arc<HashSet<(Uuid, Uuid)>> = Arc::new(names.keys().copied().collect());
    let now_ms = app.clock.now_ms();
    let reported = Arc::clone(&present);
    let gone = app
        .store
        .write_tx("presence", move |tx| {
            let (gateway_id, reported) = (Arc::clone(&gateway_id), Arc::clone(&reported));
            async move { presences::replace(tx, &gateway_id, &reported, now_ms).await }.boxed()
        })
        .await?;
    for (lab_id, tutor_id) in gone {
        Refresh::new(&app, lab_id, tutor_id).commit(&app).await?;
    }
    let labs = names.keys().map(|(lab_id, _)| *lab_id).collect();
    // Nearly every report says what is known; only news cost a transaction.
    let known = tutors::names_of_present(app.store.read(), &labs).await?;
    names.retain(|pair, name| known.get(pair) != Some(name));
    for ((lab_id, tutor_id), name) in names {
        Refresh {
            tutor_name: Some(name),
            ..Refresh::new(&app, lab_id, tutor_id)
        }
        .commit(&app)
        .await?;
    }
    Ok(ReportPresenceReply {})
}
