//! The web client, as `npm run build` in `web/` has left it.

use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse as _, Response};
use handup_contracts::{Code, Problem};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::assets::{ASK_AGAIN, FOR_EVER, answer};
use crate::edge::refusal::Refusal;

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Files;

/// The page every address of the client begins with.
const PAGE: &str = "index.html";
/// Where the build puts files whose names hold a hash.
const HASHED: &str = "assets/";
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
    <title>Handup</title></head><body><h1>Handup</h1>\
    <p>The web client isn't part of this program: it was not built. Run <code>npm ci</code> and \
    <code>npm run build</code> in <code>services/gateway/web</code>, then build again.</p>\
    <p>The API works: see the <a href=\"/api/reference/\">reference</a>.</p></body></html>";

/// Answers what no route did: a file of the client, else its page. Addresses below `/api` and
/// files that are not there are refused.
pub(crate) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    if path == "/api" || path.starts_with("/api/") || path.starts_with("/.well-known/") {
        return nothing_here();
    }
    if !matches!(method, Method::GET | Method::HEAD) {
        let problem = Problem::new(Code::MethodNotAllowed, "Pages can only be read.");
        return ([(header::ALLOW, "GET, HEAD")], Refusal(problem)).into_response();
    }
    let name = path.trim_start_matches('/');
    if let Some(file) = Files::get(name) {
        let cache = if name.starts_with(HASHED) {
            FOR_EVER
        } else {
            ASK_AGAIN
        };
        return file_answer(file, cache, &headers);
    }
    if name.starts_with(HASHED) {
        // A page of an older version asks for its files: the page itself would only confuse it.
        return nothing_here();
    }
    match Files::get(PAGE) {
        Some(page) => file_answer(page, ASK_AGAIN, &headers),
        None => (StatusCode::NOT_FOUND, Html(NOT_BUILT)).into_response(),
    }
}

fn nothing_here() -> Response {
    Refusal(Problem::not_found("There is nothing at this address.")).into_response()
}

fn file_answer(file: EmbeddedFile, cache: &'static str, asked: &HeaderMap) -> Response {
    let hash: String = file
        .metadata
        .sha256_hash()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let content_type = match file.metadata.mimetype() {
        text @ ("text/html" | "text/css" | "text/javascript") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    };
    answer(
        file.data,
        &content_type,
        &format!("\"{hash}\""),
        cache,
        asked,
    )
}
