//! A manager adds a person to a lab, or gives a member another role.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use handup_contracts::v1::auth::{AddMemberRequest, methods};
use handup_contracts::v1::types;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::JsonBody;
use crate::edge::input::PathParams;
use crate::model::account::{Membership, Role};
use crate::model::present;
use crate::routes::Created;
use crate::routes::paths::LabPath;

/// Who gets which role.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberInput {
    #[schema(min_length = 1, examples("ada"))]
    username: String,
    role: Role,
}

/// Add a member to a lab
///
/// For managers. A member who is already there gets the role.
#[utoipa::path(
    post,
    path = "/api/v1/labs/{lab_id}/members",
    operation_id = "add_member",
    tag = "members",
    params(LabPath),
    request_body = MemberInput,
    responses((status = CREATED, description = "The person is a member.", body = Membership)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<LabPath>,
    JsonBody(input): JsonBody<MemberInput>,
) -> Created<Membership> {
    let request = AddMemberRequest {
        lab_id: path.lab_id.to_string(),
        username: input.username,
        role: types::Role::from(input.role).into(),
    };
    let reply = app
        .bus
        .call(methods::AddMember, &asker.caller, &request)
        .await?;
    let membership = present(reply.membership, "the membership")?.try_into()?;
    Ok((StatusCode::CREATED, Json(membership)))
}
