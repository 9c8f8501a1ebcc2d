//! The OpenAPI document, and a page to read and try it that loads nothing from elsewhere. Beside it
//! the AsyncAPI document of the live protocol, which refers to it.

use std::sync::{Arc, LazyLock};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use handup_contracts::Problem;
use utoipa_swagger_ui::Config;

use crate::App;
use crate::assets::{ASK_AGAIN, answer};
use crate::edge::refusal::Refusal;

const DOCUMENT: &str = "/api/openapi.json";
const LIVE_DOCUMENT: &str = "/api/asyncapi.json";
/// Made from asyncapi.yaml by `npm run generate` in web/.
const LIVE: &str = include_str!("../../asyncapi.json");
/// The page's files come with the program and change with it only.
const ETAG: &str = concat!("\"", env!("CARGO_PKG_VERSION"), "\"");

static SETTINGS: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    let settings = Config::new([DOCUMENT])
        .deep_linking(true)
        .try_it_out_enabled(true);
    Arc::new(settings)
});

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(DOCUMENT, get(document))
        .route(LIVE_DOCUMENT, get(live_document))
        .route(
            "/api/reference",
            get(Redirect::permanent("/api/reference/")),
        )
        .route("/api/reference/", get(page))
        .route("/api/reference/{file}", get(file))
}

async fn document(State(app): State<Arc<App>>) -> Response {
    Json(&app.document).into_response()
}

async fn live_document() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], LIVE).into_response()
}

async fn page(headers: HeaderMap) -> Response {
    serve("index.html", &headers)
}

async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    serve(&name, &headers)
}

fn serve(name: &str, headers: &HeaderMap) -> Response {
    match utoipa_swagger_ui::serve(name, Arc::clone(&SETTINGS)) {
        Ok(Some(file)) => answer(
            file.bytes.into_owned(),
            &file.content_type,
            ETAG,
            ASK_AGAIN,
            headers,
        ),
        Ok(None) => {
            Refusal(Problem::not_found("There is nothing at this address.")).into_response()
        }
        Err(error) => Refusal(Problem::internal(format!("the reference: {error}"))).into_response(),
    }
}
