//! A client opens its live connection.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::refusal::Refusal;
use crate::live::socket;

/// Open the live connection
///
/// A WebSocket with JSON text messages: the client subscribes to topics, and the server shows each of
/// them and every change after it. `/api/asyncapi.json` says what is sent, who sees what, and how a
/// client whose connection broke goes on where it was.
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
    request: Request,
) -> Result<Response, Refusal> {
    socket::open(&app, asker, request).map_err(Refusal)
}
