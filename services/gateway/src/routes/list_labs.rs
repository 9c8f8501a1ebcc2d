//! The labs of the asker.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use handup_contracts::v1::request::{ListLabsRequest, methods};
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::model::all;
use crate::model::lab::Lab;
use crate::routes::Answer;

/// Labs the asker belongs to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Labs {
    pub(crate) labs: Vec<Lab>,
}

/// List my labs
#[utoipa::path(
    get,
    path = "/api/v1/labs",
    operation_id = "list_labs",
    tag = "labs",
    responses((status = OK, description = "The labs.", body = Labs)),
)]
pub(crate) async fn handle(State(app): State<Arc<App>>, asker: Asker) -> Answer<Labs> {
    let request = ListLabsRequest {};
    let reply = app
        .bus
        .call(methods::ListLabs, &asker.caller, &request)
        .await?;
    Ok(Json(Labs {
        labs: all(reply.labs)?,
    }))
}
