//! The one table of error codes: how a refusal is named on NATS and over HTTP.

use serde::{Deserialize, Serialize};

/// Why a call was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The message could not be read at all.
    Malformed,
    /// A field breaks a rule; the problem names it.
    Invalid,
    /// Nobody is logged in, or the token is no longer good.
    Unauthenticated,
    /// Username and password do not belong together.
    WrongCredentials,
    /// The role does not allow it.
    Forbidden,
    /// It does not exist, or the asker may not know that it does.
    NotFound,
    /// The state of things does not allow it now; names the winner where somebody was first.
    Conflict,
    /// More bytes than are taken.
    TooLarge,
    /// A body of another content type than JSON.
    UnsupportedMediaType,
    /// The address exists but not with this method.
    MethodNotAllowed,
    /// Too many tries; come back later.
    RateLimited,
    /// Something it needs is away; nothing was lost, try again.
    Unavailable,
    /// A fault of ours.
    Internal,
}

impl Code {
    /// Every code, for tables and tests.
    pub const ALL: [Code; 13] = [
        Code::Malformed,
        Code::Invalid,
        Code::Unauthenticated,
        Code::WrongCredentials,
        Code::Forbidden,
        Code::NotFound,
        Code::Conflict,
        Code::TooLarge,
        Code::UnsupportedMediaType,
        Code::MethodNotAllowed,
        Code::RateLimited,
        Code::Unavailable,
        Code::Internal,
    ];

    /// Machine name, the same in JSON and in protobuf.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Code::Malformed => "malformed",
            Code::Invalid => "invalid",
            Code::Unauthenticated => "unauthenticated",
            Code::WrongCredentials => "wrong_credentials",
            Code::Forbidden => "forbidden",
            Code::NotFound => "not_found",
            Code::Conflict => "conflict",
            Code::TooLarge => "too_large",
            Code::UnsupportedMediaType => "unsupported_media_type",
            Code::MethodNotAllowed => "method_not_allowed",
            Code::RateLimited => "rate_limited",
            Code::Unavailable => "unavailable",
            Code::Internal => "internal",
        }
    }

    /// Whether it says that we failed, and not that a rule or the asker is the reason.
    #[must_use]
    pub const fn is_fault(self) -> bool {
        matches!(self, Code::Unavailable | Code::Internal)
    }

    /// HTTP status (RFC 9110); also the number in the `Nats-Service-Error-Code` header.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Code::Malformed => 400,
            Code::Invalid => 422,
            Code::Unauthenticated | Code::WrongCredentials => 401,
            Code::Forbidden => 403,
            Code::NotFound => 404,
            Code::Conflict => 409,
            Code::TooLarge => 413,
            Code::UnsupportedMediaType => 415,
            Code::MethodNotAllowed => 405,
            Code::RateLimited => 429,
            Code::Unavailable => 503,
            Code::Internal => 500,
        }
    }

    /// Short text for people: the title of an RFC 9457 problem.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Code::Malformed => "Not readable",
            Code::Invalid => "Some fields need attention",
            Code::Unauthenticated => "Not logged in",
            Code::WrongCredentials => "Login failed",
            Code::Forbidden => "Not allowed",
            Code::NotFound => "Not found",
            Code::Conflict => "Not possible now",
            Code::TooLarge => "Too large",
            Code::UnsupportedMediaType => "Unsupported content type",
            Code::MethodNotAllowed => "Method not allowed",
            Code::RateLimited => "Too many tries",
            Code::Unavailable => "Not available now",
            Code::Internal => "A fault of ours",
        }
    }

    /// The code with this machine name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// Name of the field as the caller knows it.
    pub field: String,
    /// A whole sentence a person can act on.
    pub message: String,
}

/// A refusal: a code and public texts, and apart from them what only the log may say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code:?}: {message}{}", .internal.as_deref().map(|text| format!(" ({text})")).unwrap_or_default())]
pub struct Problem {
    /// Why.
    pub code: Code,
    /// Public text.
    pub message: String,
    /// The fields that break a rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// Who was first, for [`Code::Conflict`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub winner: Option<String>,
    /// When trying again makes sense, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// For the log at the boundary; never sent to anybody.
    #[serde(skip)]
    pub internal: Option<String>,
}

impl Problem {
    /// A refusal with a public text.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            fields: Vec::new(),
            winner: None,
            retry_after_ms: None,
            internal: None,
        }
    }

    /// One field breaks a rule.
    #[must_use]
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::invalid_fields(vec![FieldProblem {
            field: field.into(),
            message: message.into(),
        }])
    }

    /// Several fields break rules. `fields` must not be empty.
    #[must_use]
    pub fn invalid_fields(fields: Vec<FieldProblem>) -> Self {
        let message = fields
            .iter()
            .map(|field| field.message.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        Self {
            fields,
            ..Self::new(Code::Invalid, message)
        }
    }

    /// Nobody is logged in. The text is fixed by the people who asked for the product.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "Please log in to continue.")
    }

    /// The role does not allow it.
    #[must_use]
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(Code::Forbidden, message)
    }

    /// It does not exist for this asker.
    #[must_use]
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Code::NotFound, message)
    }

    /// The state of things does not allow it.
    #[must_use]
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(Code::Conflict, message)
    }

    /// Something needed is away; `internal` says what, for the log.
    #[must_use]
    pub fn unavailable(internal: impl Into<String>) -> Self {
        Self::new(
            Code::Unavailable,
            "Handup can't do this right now. Nothing was lost; please try again.",
        )
        .with_internal(internal)
    }

    /// A fault of ours; `internal` says which, for the log.
    #[must_use]
    pub fn internal(internal: impl Into<String>) -> Self {
        Self::new(
            Code::Internal,
            "Something went wrong on our side. It has been recorded.",
        )
        .with_internal(internal)
    }

    /// Names who was first.
    #[must_use]
    pub fn with_winner(mut self, winner: impl Into<String>) -> Self {
        self.winner = Some(winner.into());
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn with_retry_after_ms(mut self, retry_after_ms: u64) -> Self {
        self.retry_after_ms = Some(retry_after_ms);
        self
    }

    /// Adds what only the log may say.
    #[must_use]
    pub fn with_internal(mut self, internal: impl Into<String>) -> Self {
        self.internal = Some(internal.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_again_by_its_name() {
        for code in Code::ALL {
            assert_eq!(Code::from_name(code.name()), Some(code));
        }
    }

    #[test]
    fn a_problem_survives_the_wire_without_its_internal_text() {
        let problem = Problem::conflict("Ada is already helping.")
            .with_winner("Ada")
            .with_retry_after_ms(5)
            .with_internal("row version 7");
        let wire = serde_json::to_string(&problem).unwrap();
        let back: Problem = serde_json::from_str(&wire).unwrap();
        assert_eq!(back.internal, None);
        assert_eq!(
            back,
            Problem {
                internal: None,
                ..problem
            }
        );
    }
}
