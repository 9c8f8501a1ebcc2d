//! The labs a person belongs to.

use std::collections::HashMap;
use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{GetMeRequest, methods};
use handup_contracts::v1::request::{LabsReply, ListLabsRequest};
use handup_contracts::v1::types::Role;
use uuid::Uuid;

use crate::App;
use crate::handlers::message;
use crate::store::labs;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<ListLabsRequest>,
) -> Result<LabsReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    // Asked of auth and not of the own directory: who has just joined must find the lab here.
    let me = app
        .bus
        .call(methods::GetMe, &call.caller, &GetMeRequest {})
        .await?;
    let mut by_lab: HashMap<Uuid, Role> = HashMap::new();
    let mut by_organisation: HashMap<Uuid, Role> = HashMap::new();
    for membership in &me.memberships {
        let (scope, roles) = if membership.lab_id.is_empty() {
            (&membership.organisation_id, &mut by_organisation)
        } else {
            (&membership.lab_id, &mut by_lab)
        };
        let id = Uuid::parse_str(scope)
            .map_err(|err| Problem::internal(format!("membership {}: {err}", membership.id)))?;
        roles.insert(id, membership.role());
    }
    let found = labs::list(
        app.store.read(),
        by_lab.keys().copied().collect(),
        by_organisation.keys().copied().collect(),
        person.admin,
    )
    .await?;
    let counts = labs::counts(app.store.read(), found.iter().map(|lab| lab.id).collect()).await?;
    let labs = found
        .iter()
        .map(|lab| {
            let role = if person.admin {
                Role::Manager
            } else {
                let own = by_lab.get(&lab.id).copied().unwrap_or_default();
                own.max(
                    by_organisation
                        .get(&lab.organisation_id)
                        .copied()
                        .unwrap_or_default(),
                )
            };
            message::lab_view(lab, role, counts.get(&lab.id).copied().unwrap_or_default())
        })
        .collect::<Result<_, _>>()?;
    Ok(LabsReply { labs })
}
