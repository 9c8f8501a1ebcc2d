//! Who the asker is.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::auth::{GetMeRequest, methods};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::model::account::{Account, Membership};
use crate::model::{all, present};
use crate::routes::Answer;

/// The asker and what they may do where.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    pub(crate) account: Account,
    pub(crate) memberships: Vec<Membership>,
}

/// Who am I?
#[utoipa::path(
    get,
    path = "/api/v1/me",
    operation_id = "get_me",
    tag = "sessions",
    responses((status = OK, description = "The account and its memberships.", body = Me)),
)]
pub(crate) async fn handle(State(app): State<Arc<App>>, asker: Asker) -> Answer<Me> {
    let request = GetMeRequest {};
    let reply = app
        .bus
        .call(methods::GetMe, &asker.caller, &request)
        .await?;
    Ok(Json(Me {
        account: present(reply.account, "the account")?.try_into()?,
        memberships: all(reply.memberships)?,
    }))
}
