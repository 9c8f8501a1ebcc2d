//! How a refusal looks (RFC 9457).

use handup_contracts::{Code, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// What is wrong with one field.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// Name of the field.
    #[schema(examples("seat"))]
    pub(crate) field: String,
    /// A whole sentence for people.
    #[schema(examples("The PC number is needed."))]
    pub(crate) message: String,
}

/// A refusal, as RFC 9457 has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// Always `about:blank`: `code` says what the problem is.
    #[serde(rename = "type")]
    #[schema(examples("about:blank"))]
    pub(crate) kind: &'static str,
    /// Short text for people.
    pub(crate) title: &'static str,
    /// HTTP status.
    pub(crate) status: u16,
    pub(crate) code: ProblemCode,
    /// A whole sentence for people.
    pub(crate) detail: String,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) fields: Vec<FieldProblem>,
    /// Who was first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) winner: Option<String>,
    /// When trying again makes sense, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retry_after_ms: Option<u64>,
    /// Names this request in the logs.
    pub(crate) request_id: String,
}

/// Why a call was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProblemCode {
    /// Not readable.
    Malformed,
    /// A field breaks a rule.
    Invalid,
    /// Nobody is logged in.
    Unauthenticated,
    /// Username and password do not belong together.
    WrongCredentials,
    /// The role does not allow it.
    Forbidden,
    /// It does not exist for the asker.
    NotFound,
    /// The state of things does not allow it now.
    Conflict,
    /// Too many bytes.
    TooLarge,
    /// Not JSON.
    UnsupportedMediaType,
    /// The address exists but not with this method.
    MethodNotAllowed,
    /// Too many tries.
    RateLimited,
    /// Not possible for the moment.
    Unavailable,
    /// A fault of the server.
    Internal,
}

impl From<Code> for ProblemCode {
    fn from(code: Code) -> Self {
        match code {
            Code::Malformed => Self::Malformed,
            Code::Invalid => Self::Invalid,
            Code::Unauthenticated => Self::Unauthenticated,
            Code::WrongCredentials => Self::WrongCredentials,
            Code::Forbidden => Self::Forbidden,
            Code::NotFound => Self::NotFound,
            Code::Conflict => Self::Conflict,
            Code::TooLarge => Self::TooLarge,
            Code::UnsupportedMediaType => Self::UnsupportedMediaType,
            Code::MethodNotAllowed => Self::MethodNotAllowed,
            Code::RateLimited => Self::RateLimited,
            Code::Unavailable => Self::Unavailable,
            Code::Internal => Self::Internal,
        }
    }
}

impl ProblemBody {
    /// `problem` without what only the log may say.
    pub(crate) fn new(problem: Problem, request_id: String) -> Self {
        let fields = problem
            .fields
            .into_iter()
            .map(|field| FieldProblem {
                field: field.field,
                message: field.message,
            })
            .collect();
        Self {
            kind: "about:blank",
            title: problem.code.title(),
            status: problem.code.status(),
            code: problem.code.into(),
            detail: problem.message,
            fields,
            winner: problem.winner,
            retry_after_ms: problem.retry_after_ms,
            request_id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_the_same_name_at_the_edge() {
        for code in Code::ALL {
            let name = serde_json::to_value(ProblemCode::from(code)).unwrap();
            assert_eq!(name, code.name());
        }
    }

    #[test]
    fn the_internal_text_stays_inside() {
        let problem = Problem::internal("password of the database");
        let body = serde_json::to_string(&ProblemBody::new(problem, "r1".into())).unwrap();
        assert!(!body.contains("password"));
    }
}
