//! Somebody becomes known to Handup.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use handup_contracts::v1::auth::{RegisterRequest, methods};
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

/// A new account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterInput {
    #[schema(
        min_length = 3,
        max_length = 32,
        pattern = "^[A-Za-z0-9._-]+$",
        examples("ada")
    )]
    username: String,
    #[schema(max_length = 254, examples("ada@example.org"))]
    email: String,
    #[schema(min_length = 10, max_length = 128)]
    password: String,
    /// The password again.
    password_confirmation: String,
    /// The username where absent.
    #[schema(max_length = 80, examples("Ada Lovelace"))]
    display_name: Option<String>,
    /// `cookie` where absent.
    transport: Option<Transport>,
}

/// Register
///
/// Creates an account and begins a session. With transport `cookie` the tokens come as cookies.
#[utoipa::path(
    post,
    path = "/api/v1/accounts",
    operation_id = "register",
    tag = "sessions",
    request_body = RegisterInput,
    responses((status = CREATED, description = "The session.", body = Session)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    client: ClientAddress,
    headers: HeaderMap,
    JsonBody(input): JsonBody<RegisterInput>,
) -> Result<Response, Refusal> {
    app.limits.check(Action::Register, client)?;
    let request = RegisterRequest {
        username: input.username,
        email: input.email,
        password: input.password,
        password_confirmation: input.password_confirmation,
        display_name: input.display_name.unwrap_or_default(),
        device: device(&headers),
    };
    let reply = app
        .bus
        .call(methods::Register, &visitor.caller, &request)
        .await?;
    begun(
        &app,
        StatusCode::CREATED,
        reply,
        input.transport.unwrap_or_default(),
    )
}
