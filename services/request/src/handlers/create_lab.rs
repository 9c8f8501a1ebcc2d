//! A manager of an organisation adds a lab.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{GetMeRequest, methods};
use handup_contracts::v1::request::{CreateLabRequest, LabReply};
use handup_contracts::v1::types::Role;
use handup_identity::Directory;
use handup_runtime::ids;
use uuid::Uuid;

use crate::App;
use crate::domain::fields::{self, LabText};
use crate::domain::policy::Policy;
use crate::handlers::event::Stamp;
use crate::handlers::message;
use crate::store::labs::{self, LabRow, NewLab};
use crate::store::organisations;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<CreateLabRequest>,
) -> Result<LabReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    let text = fields::lab(
        &app.config,
        LabText {
            name: call.input.name,
            room: call.input.room,
            topics: call.input.topics,
        },
    )?;
    let unknown = || Problem::invalid("organisation_id", "There is no such organisation.");
    let organisation_id = Uuid::parse_str(&call.input.organisation_id).map_err(|_| unknown())?;
    let me = app
        .bus
        .call(methods::GetMe, &call.caller, &GetMeRequest {})
        .await?;
    let membership = me.memberships.into_iter().find(|membership| {
        membership.lab_id.is_empty() && membership.organisation_id == organisation_id.to_string()
    });
    let role = membership
        .as_ref()
        .map(|membership| membership.role())
        .unwrap_or_default();
    if role < Role::Manager && !person.admin {
        return Err(Problem::forbidden(
            "Only a manager of the organisation may add labs.",
        ));
    }
    let stamp = Stamp::new(&app, person.actor());
    let lab = LabRow::new(NewLab {
        id: ids::new_id(),
        organisation_id,
        time_zone: organisations::time_zone(app.store.read(), organisation_id)
            .await?
            .unwrap_or_default(),
        text,
        policy: Policy::default(),
        queue_open: false,
        created_at_ms: stamp.at_ms,
    })?;
    let work = Arc::new((lab.clone(), membership, stamp));
    app.store
        .write_tx(&lab.id.to_string(), move |tx| {
            let work = Arc::clone(&work);
            async move {
                let (lab, membership, stamp) = &*work;
                labs::insert(tx, lab.clone()).await?;
                Directory::learn_lab(tx, lab.id, lab.organisation_id).await?;
                if let Some(membership) = membership {
                    Directory::apply(tx, membership).await?;
                }
                tx.emit(stamp.queue("created", lab.message()?, String::new()));
                Ok(())
            }
            .boxed()
        })
        .await?;
    Ok(LabReply {
        lab: Some(message::lab_view(&lab, Role::Manager, (0, 0))?),
    })
}
