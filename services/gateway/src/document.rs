//! The OpenAPI document: what the operations say of themselves, and what holds for all of them.

use utoipa::openapi::content::Content;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{HttpMethod, Operation, PathItem};
use utoipa::openapi::schema::{Object, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{OpenApi, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{OpenApi as _, PartialSchema as _, ToSchema};

use crate::authorization::{self, Who};
use crate::model::problem::{FieldProblem, ProblemBody, ProblemCode};

const DESCRIPTION: &str = "\
Handup holds the queue of a computer lab: students ask for help, tutors take the requests, \
everybody sees the same live picture.\n\n\
Ids are UUIDs, times are RFC 3339 in UTC. Refusals are `application/problem+json` (RFC 9457). \
Browsers hold the session in cookies and must call from a page of the same origin; tools send \
`Authorization: Bearer` with the access token that `log_in` gives with transport `bearer`.";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Handup", license(name = "MIT", identifier = "MIT")),
    tags(
        (name = "sessions", description = "Accounts and sessions"),
        (name = "organisations", description = "Institutions"),
        (name = "members", description = "Who belongs to a lab, and as what"),
        (name = "labs", description = "Labs and their queues"),
        (name = "requests", description = "Asking for help and helping"),
        (name = "helping", description = "Who can help now, and who is next"),
        (name = "offers", description = "Being asked to help"),
        (name = "notifications", description = "What a person was told"),
        (name = "statistics", description = "What past requests say"),
        (name = "live", description = "Changes as they happen"),
    )
)]
struct Base;

/// The whole document for `operations`.
pub(crate) fn complete(operations: OpenApi) -> OpenApi {
    let mut document = Base::openapi();
    document.info.description = Some(DESCRIPTION.to_owned());
    document.merge(operations);
    let components = document.components.get_or_insert_default();
    for (name, schema) in [
        (ProblemBody::name(), ProblemBody::schema()),
        (FieldProblem::name(), FieldProblem::schema()),
        (ProblemCode::name(), ProblemCode::schema()),
    ] {
        components.schemas.insert(name.into_owned(), schema);
    }
    for documented in REFUSALS {
        let response = RefOr::T(refusal(documented));
        components
            .responses
            .insert(documented.name.to_owned(), response);
    }
    for (name, scheme) in schemes() {
        components
            .security_schemes
            .insert(name.to_owned(), RefOr::T(scheme));
    }
    for item in document.paths.paths.values_mut() {
        for (method, operation) in operations_of(item) {
            describe(&method, operation);
        }
    }
    document
}

fn schemes() -> [(&'static str, SecurityScheme); 2] {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .build();
    let cookie = ApiKeyValue::with_description(
        "handup_access",
        "Set by log_in and register. Calls that change something must come from a page of the \
         same origin.",
    );
    [
        ("bearer", SecurityScheme::Http(bearer)),
        ("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie))),
    ]
}

/// The operations of one path.
pub(crate) fn operations_of(item: &mut PathItem) -> Vec<(HttpMethod, &mut Operation)> {
    [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Put, &mut item.put),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Delete, &mut item.delete),
        (HttpMethod::Patch, &mut item.patch),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
    .collect()
}

/// Adds who may call, and every refusal that can come.
fn describe(method: &HttpMethod, operation: &mut Operation) {
    let name = operation.operation_id.clone().unwrap_or_default();
    let who = authorization::TABLE
        .iter()
        .find(|row| row.operation_id == name)
        .map(|row| row.who);
    let open = who == Some(Who::Anybody);
    operation.security = Some(if open {
        Vec::new()
    } else {
        vec![
            SecurityRequirement::new("bearer", Vec::<String>::new()),
            SecurityRequirement::new("cookie", Vec::<String>::new()),
        ]
    });
    for refusal in REFUSALS {
        if can_come(refusal.status, &name, method, operation, open) {
            let place = format!("#/components/responses/{}", refusal.name);
            operation
                .responses
                .responses
                .entry(refusal.status.to_string())
                .or_insert(RefOr::Ref(Ref::new(place)));
        }
    }
}

/// How a refusal is documented.
struct Documented {
    status: u16,
    name: &'static str,
    description: &'static str,
    header: Option<&'static str>,
}

const fn documented(status: u16, name: &'static str, description: &'static str) -> Documented {
    Documented {
        status,
        name,
        description,
        header: match status {
            401 => Some("WWW-Authenticate"),
            429 | 503 => Some("Retry-After"),
            _ => None,
        },
    }
}

const REFUSALS: &[Documented] = &[
    documented(400, "Malformed", "Not readable."),
    documented(
        401,
        "Unauthenticated",
        "Nobody is logged in, or the login failed.",
    ),
    documented(
        403,
        "Forbidden",
        "The role, or the origin of the call, does not allow it.",
    ),
    documented(404, "NotFound", "It does not exist for the asker."),
    documented(
        409,
        "Conflict",
        "The state of things does not allow it now.",
    ),
    documented(413, "TooLarge", "The body is too large."),
    documented(415, "UnsupportedMediaType", "The body is not JSON."),
    documented(422, "Invalid", "A field breaks a rule; `fields` names it."),
    documented(429, "RateLimited", "Too many tries."),
    documented(500, "Internal", "A fault of the server."),
    documented(
        503,
        "Unavailable",
        "Not possible for the moment; nothing was lost.",
    ),
];

fn can_come(
    status: u16,
    name: &str,
    method: &HttpMethod,
    operation: &Operation,
    open: bool,
) -> bool {
    let changes = *method != HttpMethod::Get;
    let has_body = operation.request_body.is_some();
    let has_input = has_body || operation.parameters.is_some();
    let begins_session = ["log_in", "refresh_session"].contains(&name);
    match status {
        400 => has_input || name == "live",
        401 => !open || begins_session,
        403 => !open || changes,
        404 => !open,
        409 => changes && !begins_session,
        413 | 415 => has_body,
        422 => has_input,
        429 => begins_session || ["register", "join_lab", "live"].contains(&name),
        _ => true,
    }
}

fn refusal(documented: &Documented) -> Response {
    let problem = Content::new(Some(RefOr::Ref(Ref::from_schema_name(ProblemBody::name()))));
    let mut response = ResponseBuilder::new()
        .description(documented.description)
        .content("application/problem+json", problem);
    if let Some(name) = documented.header {
        let text = HeaderBuilder::new()
            .schema(Some(Object::with_type(Type::String)))
            .build();
        response = response.header(name, text);
    }
    response.build()
}
