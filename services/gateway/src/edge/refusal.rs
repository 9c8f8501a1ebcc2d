//! A problem as the answer to a request.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use handup_contracts::{Code, Problem};

use crate::model::problem::ProblemBody;

/// Ends a request with a problem. The body is written by [`render`] on the way out, where the
/// request's id is known.
#[derive(Debug)]
pub(crate) struct Refusal(pub(crate) Problem);

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = status(self.0.code).into_response();
        response.extensions_mut().insert(self.0);
        response
    }
}

fn status(code: Code) -> StatusCode {
    StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Gives a response that carries a problem its body and headers; leaves others as they are.
pub(crate) fn render(response: Response, request_id: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let Some(problem) = parts.extensions.remove::<Problem>() else {
        return Response::from_parts(parts, body);
    };
    parts.status = status(problem.code);
    let headers = &mut parts.headers;
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    if problem.code == Code::Unauthenticated {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(retry_after_ms) = problem.retry_after_ms {
        headers.insert(header::RETRY_AFTER, retry_after_ms.div_ceil(1000).into());
    }
    let body = ProblemBody::new(problem, request_id.to_owned());
    match serde_json::to_vec(&body) {
        Ok(json) => Response::from_parts(parts, json.into()),
        Err(error) => {
            tracing::error!(%error, "a problem could not be written as JSON");
            Response::from_parts(parts, axum::body::Body::empty())
        }
    }
}
