//! Every address of the gateway.

use std::sync::Arc;

use axum::Router;
use axum::response::IntoResponse as _;
use axum::response::Response;
use axum::routing::get;
use handup_contracts::{Code, Problem};
use tower_http::compression::CompressionLayer;
use utoipa::openapi::OpenApi;

use crate::App;
use crate::assets::{reference, web_client};
use crate::document;
use crate::edge::frame;
use crate::edge::refusal::Refusal;
use crate::routes::{keys, operations};

/// All addresses, with everything around them.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let (api, _) = operations().split_for_parts();
    // Only what is the same for everybody is compressed: a compressed answer that mixes secrets
    // with what an attacker chose gives the secrets away by its length.
    let files = Router::new()
        .merge(reference::routes())
        .fallback(web_client::serve)
        .layer(CompressionLayer::new());
    let router = api
        .route(keys::PATH, get(keys::handle))
        .merge(files)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(Arc::clone(app));
    frame::around(router, app)
}

/// The OpenAPI document. The same for every process of this version.
#[must_use]
pub fn openapi() -> OpenApi {
    document::complete(operations().into_openapi())
}

async fn method_not_allowed() -> Response {
    Refusal(Problem::new(
        Code::MethodNotAllowed,
        "This address exists, but not with this method.",
    ))
    .into_response()
}
