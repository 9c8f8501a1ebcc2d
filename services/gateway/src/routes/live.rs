//! A client opens its live connection.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::response::Response;
use handup_contracts::{Code, Problem};

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::refusal::Refusal;
use crate::live::socket;

/// Open the live connection
///
/// A WebSocket with JSON text frames. The client sends
/// `{"type":"subscribe","topic":"lab/<id>","since":12}` and `{"type":"unsubscribe","topic":"…"}`;
/// topics are `me` (with offers to you), `lab/<id>` and, for managers, `lab/<id>/statistics`. The server answers with a
/// snapshot and then sends every change, in a lab with consecutive revisions. With `since` it sends
/// only what is missing after that revision, if it still has it.
#[utoipa::path(
    get,
    path = "/api/v1/live",
    operation_id = "live",
    tag = "live",
    responses((status = SWITCHING_PROTOCOLS, description = "The connection is open.")),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Refusal> {
    let upgrade = upgrade.map_err(|rejection| {
        Problem::new(
            Code::Malformed,
            "This address is for WebSocket connections only.",
        )
        .with_internal(rejection.body_text())
    })?;
    socket::open(&app, asker, upgrade).map_err(Refusal)
}
