//! Organisations.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::auth::{ListOrganisationsRequest, methods};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::model::account::Organisation;
use crate::model::all;
use crate::routes::Answer;

/// Organisations.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Organisations {
    pub(crate) organisations: Vec<Organisation>,
}

/// List the organisations I manage
///
/// Administrators get all of them.
#[utoipa::path(
    get,
    path = "/api/v1/organisations",
    operation_id = "list_organisations",
    tag = "organisations",
    responses((status = OK, description = "The organisations.", body = Organisations)),
)]
pub(crate) async fn handle(State(app): State<Arc<App>>, asker: Asker) -> Answer<Organisations> {
    let request = ListOrganisationsRequest {};
    let reply = app
        .bus
        .call(methods::ListOrganisations, &asker.caller, &request)
        .await?;
    Ok(Json(Organisations {
        organisations: all(reply.organisations)?,
    }))
}
