//! The public keys that verify access tokens (RFC 7517), for other programs.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use handup_bus::Caller;
use handup_contracts::v1::auth::{GetKeysRequest, methods};

use crate::App;
use crate::edge::refusal::Refusal;

/// Where the keys are.
pub(crate) const PATH: &str = "/.well-known/jwks.json";

pub(crate) async fn handle(State(app): State<Arc<App>>) -> Result<Response, Refusal> {
    let reply = app
        .bus
        .call(methods::GetKeys, &Caller::default(), &GetKeysRequest {})
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/jwk-set+json"),
        (header::CACHE_CONTROL, "public, max-age=300"),
    ];
    Ok((headers, reply.jwks_json).into_response())
}
