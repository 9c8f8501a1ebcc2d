//! A person joins a lab with its code.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use handup_contracts::v1::auth::{JoinByCodeRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::client::ClientAddress;
use crate::edge::input::JsonBody;
use crate::edge::limits::Action;
use crate::model::account::Membership;
use crate::model::present;
use crate::routes::Created;

/// Which lab to join.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JoinInput {
    /// The lab's join code; small letters, spaces and hyphens are fine.
    #[schema(examples("H7KQ2MPX"))]
    code: String,
}

/// Join a lab
///
/// As a student. Who belongs to the lab already keeps the role.
#[utoipa::path(
    post,
    path = "/api/v1/memberships",
    operation_id = "join_lab",
    tag = "members",
    request_body = JoinInput,
    responses((status = CREATED, description = "The asker is a member.", body = Membership)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    client: ClientAddress,
    JsonBody(input): JsonBody<JoinInput>,
) -> Created<Membership> {
    app.limits.check(Action::Join, client)?;
    let request = JoinByCodeRequest { code: input.code };
    let reply = app
        .bus
        .call(methods::JoinByCode, &asker.caller, &request)
        .await?;
    let membership = present(reply.membership, "the membership")?.try_into()?;
    Ok((StatusCode::CREATED, Json(membership)))
}
