//! A manager removes a person from a lab.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use handup_contracts::v1::auth::{RemoveMemberRequest, methods};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::PathParams;
use crate::routes::Done;
use crate::routes::paths::MemberPath;

/// Remove a member from a lab
///
/// For managers.
#[utoipa::path(
    delete,
    path = "/api/v1/labs/{lab_id}/members/{account_id}",
    operation_id = "remove_member",
    tag = "members",
    params(MemberPath),
    responses((status = NO_CONTENT, description = "The person is no member any more.")),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    PathParams(path): PathParams<MemberPath>,
) -> Done {
    let request = RemoveMemberRequest {
        lab_id: path.lab_id.to_string(),
        account_id: path.account_id.to_string(),
    };
    app.bus
        .call(methods::RemoveMember, &asker.caller, &request)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
