//! What a request brings, read strictly: everything that is wrong is named where it stands.

use std::sync::Arc;

use axum::extract::path::ErrorKind;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use bytes::Bytes;
use handup_contracts::{Code, FieldProblem, Problem};
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::App;
use crate::edge::refusal::Refusal;

/// A JSON body.
#[derive(Debug)]
pub(crate) struct JsonBody<T>(pub(crate) T);

/// Parameters of the path.
#[derive(Debug)]
pub(crate) struct PathParams<T>(pub(crate) T);

/// Parameters of the query string.
#[derive(Debug)]
pub(crate) struct QueryParams<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for JsonBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Refusal> {
        if !is_json(request.headers()) {
            return Err(Refusal(Problem::new(
                Code::UnsupportedMediaType,
                "The body must be JSON, with the content type application/json.",
            )));
        }
        let body = Bytes::from_request(request, app).await.map_err(unread)?;
        Ok(Self(parse_json(&body)?))
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<App>> for PathParams<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        match Path::from_request_parts(parts, app).await {
            Ok(Path(params)) => Ok(Self(params)),
            Err(rejection) => Err(Refusal(path_problem(&rejection))),
        }
    }
}

impl<T: DeserializeOwned> FromRequestParts<Arc<App>> for QueryParams<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Refusal> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(parse_query(query)?))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let essence = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(|essence| essence.trim().to_ascii_lowercase());
    essence.is_some_and(|essence| essence == "application/json")
}

fn unread(rejection: BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::new(Code::TooLarge, "The body is too large.")
    } else {
        Problem::new(Code::Malformed, "The body could not be read.")
            .with_internal(rejection.body_text())
    }
}

fn parse_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let malformed = |err: &serde_json::Error| {
        Problem::new(
            Code::Malformed,
            format!("The body is not readable as JSON: {err}."),
        )
    };
    // Serde would take an array for an object with the same fields in order.
    if body.trim_ascii_start().first() != Some(&b'{') {
        serde_json::from_slice::<IgnoredAny>(body).map_err(|err| malformed(&err))?;
        return Err(Problem::invalid("body", "The body must be a JSON object."));
    }
    if holds_nul(body) {
        return Err(Problem::invalid(
            "body",
            "Texts may not contain the character NUL.",
        ));
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|err| {
        if err.inner().is_data() {
            let message = err.inner().to_string();
            let message = message
                .rsplit_once(" at line ")
                .map_or(&*message, |(text, _)| text);
            broken_field(&err.path().to_string(), message, "body")
        } else {
            malformed(err.inner())
        }
    })?;
    json.end().map_err(|err| malformed(&err))?;
    Ok(value)
}

/// Whether a text in the JSON has the character NUL, which PostgreSQL can't store: `\\u0000` with a
/// backslash that is not itself escaped. (Unescaped it is no JSON.)
fn holds_nul(json: &[u8]) -> bool {
    const ESCAPE: &[u8] = b"\\u0000";
    let backslashes_before = |at: usize| {
        json[..at]
            .iter()
            .rev()
            .take_while(|byte| **byte == b'\\')
            .count()
    };
    json.windows(ESCAPE.len())
        .enumerate()
        .any(|(at, part)| part == ESCAPE && backslashes_before(at) % 2 == 0)
}

fn parse_query<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs))
        .map_err(|err| broken_field(&err.path().to_string(), &err.inner().to_string(), "query"))
}

fn path_problem(rejection: &PathRejection) -> Problem {
    let PathRejection::FailedToDeserializePathParams(failed) = rejection else {
        return Problem::internal(rejection.body_text());
    };
    match failed.kind() {
        ErrorKind::DeserializeError { key, .. } | ErrorKind::ParseErrorAtKey { key, .. } => {
            Problem::invalid(key, format!("{key} must be a UUID."))
        }
        ErrorKind::InvalidUtf8InPathParam { .. } => {
            Problem::new(Code::Malformed, "The address is not UTF-8.")
        }
        _ => Problem::internal(failed.body_text()),
    }
}

/// The message of serde as a sentence at its field. `whole` names the place of what concerns no
/// single field.
fn broken_field(path: &str, message: &str, whole: &str) -> Problem {
    let place = if path == "." { "" } else { path };
    let inside = |name: &str| match place.strip_suffix(name) {
        // The path may already lead to the field.
        Some("") => name.to_owned(),
        Some(before) if before.ends_with('.') => place.to_owned(),
        _ if place.is_empty() => name.to_owned(),
        _ => format!("{place}.{name}"),
    };
    let quoted = |prefix: &str| message.strip_prefix(prefix)?.split('`').next();
    let here = if place.is_empty() { whole } else { place };
    let (field, message) = if let Some(name) = quoted("missing field `") {
        (inside(name), format!("{name} is needed."))
    } else if let Some(name) = quoted("unknown field `") {
        (inside(name), format!("There is no field {name} here."))
    } else if let Some(name) = quoted("duplicate field `") {
        (inside(name), format!("{name} is there twice."))
    } else if let Some((_, expected)) = message.split_once(", expected ") {
        (here.to_owned(), format!("{here} must be {expected}."))
    } else if message.starts_with("UUID parsing failed") {
        (here.to_owned(), format!("{here} must be a UUID."))
    } else if message.starts_with("invalid digit") {
        (here.to_owned(), format!("{here} must be a whole number."))
    } else {
        (here.to_owned(), format!("{here} is not good: {message}."))
    };
    Problem::invalid_fields(vec![FieldProblem { field, message }])
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use uuid::Uuid;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its reading is tested")]
    struct Input {
        seat: String,
        open: bool,
        id: Option<Uuid>,
        #[serde(default)]
        inner: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only its reading is tested")]
    struct Inner {
        count: i32,
    }

    fn refused(json: &str) -> (Code, String, String) {
        let problem = parse_json::<Input>(json.as_bytes()).unwrap_err();
        let field = problem.fields.first().map(|field| field.field.clone());
        (problem.code, field.unwrap_or_default(), problem.message)
    }

    #[test]
    fn a_broken_field_is_named() {
        for (json, field) in [
            (r#"{"open":true}"#, "seat"),
            (r#"{"seat":3,"open":true}"#, "seat"),
            (r#"{"seat":"1","open":true,"colour":1}"#, "colour"),
            (r#"{"seat":"1","open":true,"id":"x"}"#, "id"),
            (r#"{"seat":"1","seat":"2","open":true}"#, "seat"),
            (
                r#"{"seat":"1","open":true,"inner":[{"count":"x"}]}"#,
                "inner[0].count",
            ),
            (r#"{"seat":"1","open":true,"inner":[{}]}"#, "inner[0].count"),
            ("[]", "body"),
            (r#"["1", true]"#, "body"),
            ("null", "body"),
        ] {
            let (code, named, message) = refused(json);
            assert_eq!(
                (code, named.as_str()),
                (Code::Invalid, field),
                "{json}: {message}"
            );
            assert!(
                message.ends_with('.') && !message.contains("line"),
                "{message}"
            );
        }
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        for json in ["", "{", "{\"seat\":\"1\",\"open\":true} x", "\u{feff}{}"] {
            assert_eq!(refused(json).0, Code::Malformed, "{json}");
        }
    }

    #[test]
    fn the_character_nul_is_refused_and_its_spelling_is_not() {
        assert_eq!(refused(r#"{"seat":"a\u0000","open":true}"#).1, "body");
        assert_eq!(refused(r#"{"seat":"\\\u0000","open":true}"#).1, "body");
        let spelled = br#"{"seat":"\\u0000","open":true}"#;
        assert_eq!(parse_json::<Input>(spelled).unwrap().seat, "\\u0000");
    }

    #[test]
    fn a_broken_parameter_is_named() {
        let problem = parse_query::<Input>("seat=1&open=perhaps").unwrap_err();
        assert_eq!(problem.fields[0].field, "open");
        let problem = parse_query::<Input>("seat=1&open=true&colour=1").unwrap_err();
        assert_eq!(problem.fields[0].field, "colour");
    }
}
