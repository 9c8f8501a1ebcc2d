//! A person looks at the own sessions.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::auth::{ListSessionsRequest, methods};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::model::account::OwnSession;
use crate::model::all;
use crate::routes::Answer;

/// The asker's sessions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sessions {
    pub(crate) sessions: Vec<OwnSession>,
}

/// List my sessions
#[utoipa::path(
    get,
    path = "/api/v1/sessions",
    operation_id = "list_sessions",
    tag = "sessions",
    responses((status = OK, description = "The sessions that have not ended.", body = Sessions)),
)]
pub(crate) async fn handle(State(app): State<Arc<App>>, asker: Asker) -> Answer<Sessions> {
    let request = ListSessionsRequest {};
    let reply = app
        .bus
        .call(methods::ListSessions, &asker.caller, &request)
        .await?;
    Ok(Json(Sessions {
        sessions: all(reply.sessions)?,
    }))
}
