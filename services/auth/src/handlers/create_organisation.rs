use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{CreateOrganisationRequest, OrganisationReply};
use handup_contracts::v1::types::Role;
use handup_runtime::ids;

use crate::App;
use crate::announce::{self, Stamp};
use crate::domain::membership;
use crate::domain::organisation::{self, FIRST_PLAN, Founding};
use crate::handlers::asker::asker;
use crate::messages;
use crate::store::memberships::{self, Scope};
use crate::store::organisations;

/// Makes an organisation, with the asker as its first manager.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<CreateOrganisationRequest>,
) -> Result<OrganisationReply, Problem> {
    let asker = asker(&app, &call.caller).await?;
    if !asker.account.admin {
        return Err(Problem::forbidden(
            "Only administrators of the platform may create organisations.",
        ));
    }
    let founding = organisation::check(&call.input.name, &call.input.time_zone)
        .map_err(Problem::invalid_fields)?;
    let row = Arc::new(new_row(founding));
    let stamp = Stamp::new(app.clock.as_ref(), asker.person.actor());
    let granted = stamp.and_another();
    let founder = Arc::new(asker.account);
    let saved = Arc::clone(&row);
    app.store
        .write_tx("organisations", move |tx| {
            let (row, founder) = (Arc::clone(&saved), Arc::clone(&founder));
            let (stamp, granted) = (stamp.clone(), granted.clone());
            async move {
                organisations::insert(tx, row.as_ref().clone()).await?;
                tx.emit(announce::organisation_created(&stamp, &row));
                let scope = Scope::organisation(row.id);
                let (member, change) =
                    memberships::change(tx, founder.id, scope, granted.seed(), |held| {
                        membership::assign(held, Role::Manager)
                    })
                    .await?;
                if let Some(event) = announce::membership(&granted, change, &member, &founder) {
                    tx.emit(event);
                }
                Ok(())
            }
            .boxed()
        })
        .await?;
    Ok(OrganisationReply {
        organisation: Some(messages::organisation(&row)),
    })
}

/// A new organisation.
pub(crate) fn new_row(founding: Founding) -> organisations::Model {
    organisations::Model {
        id: ids::new_id(),
        name: founding.name,
        name_key: founding.name_key,
        time_zone: founding.time_zone,
        plan: FIRST_PLAN.to_owned(),
        version: 1,
    }
}
