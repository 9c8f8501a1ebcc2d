//! A manager looks at who belongs to a lab.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::auth::{ListMembersRequest, methods};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::model::account::Membership;
use crate::model::all;
use crate::routes::Answer;
use crate::routes::paths::LabPath;

/// Members of a lab.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Members {
    pub(crate) members: Vec<Membership>,
}

/// List the members of a lab
///
/// For managers.
#[utoipa::path(
    get,
    path = "/api/v1/labs/{lab_id}/members",
    operation_id = "list_members",
    tag = "members",
    params(LabPath),
    responses((status = OK, description = "The members.", body = Members)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
) -> Answer<Members> {
    let request = ListMembersRequest {
        lab_id: path.lab_id.to_string(),
    };
    let reply = app
        .bus
        .call(methods::ListMembers, &asker.caller, &request)
        .await?;
    Ok(Json(Members {
        members: all(reply.members)?,
    }))
}
