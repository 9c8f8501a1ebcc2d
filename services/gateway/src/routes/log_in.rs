//! Somebody comes in.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use handup_contracts::v1::auth::{LogInRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Visitor;
use crate::edge::client::ClientAddress;
use crate::edge::input::JsonBody;
use crate::edge::limits::Action;
use crate::edge::refusal::Refusal;
use crate::model::account::{Session, Transport};
use crate::routes::sessions::{begun, device};

/// Who comes in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LogInInput {
    /// Username or e-mail address.
    #[schema(examples("ada"))]
    login: String,
    password: String,
    /// `cookie` where absent.
    transport: Option<Transport>,
}

/// Log in
///
/// Begins a session. With transport `cookie` the tokens come as cookies.
#[utoipa::path(
    post,
    path = "/api/v1/sessions",
    operation_id = "log_in",
    tag = "sessions",
    request_body = LogInInput,
    responses((status = CREATED, description = "The session.", body = Session)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    client: ClientAddress,
    headers: HeaderMap,
    JsonBody(input): JsonBody<LogInInput>,
) -> Result<Response, Refusal> {
    app.limits.check(Action::LogIn, client)?;
    let request = LogInRequest {
        login: input.login,
        password: input.password,
        device: device(&headers),
    };
    let reply = app
        .bus
        .call(methods::LogIn, &visitor.caller, &request)
        .await?;
    begun(
        &app,
        StatusCode::CREATED,
        reply,
        input.transport.unwrap_or_default(),
    )
}
