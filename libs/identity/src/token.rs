use handup_contracts::v1::events::{Actor, ActorKind};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The `iss` claim of every access token.
pub const ISSUER: &str = "handup";
/// The `aud` claim of every access token.
pub const AUDIENCE: &str = "handup";

/// Claims of an access token (RFC 7519).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// [`ISSUER`].
    pub iss: String,
    /// [`AUDIENCE`].
    pub aud: String,
    /// Account id.
    pub sub: Uuid,
    /// Session id.
    pub sid: Uuid,
    /// Username.
    pub username: String,
    /// Display name.
    pub name: String,
    /// Administrator of the whole platform.
    pub admin: bool,
    /// Issued at, in seconds since the Unix epoch.
    pub iat: i64,
    /// Not good from then on, in seconds since the Unix epoch.
    pub exp: i64,
}

/// A person who has proved who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Account id.
    pub id: Uuid,
    /// Session the token belongs to.
    pub session_id: Uuid,
    /// Username.
    pub username: String,
    /// Display name.
    pub name: String,
    /// Administrator of the whole platform.
    pub admin: bool,
    /// When the token ends, in milliseconds since the Unix epoch.
    pub expires_at_ms: i64,
}

impl From<Claims> for Person {
    fn from(claims: Claims) -> Self {
        Self {
            id: claims.sub,
            session_id: claims.sid,
            username: claims.username,
            name: claims.name,
            admin: claims.admin,
            expires_at_ms: claims.exp.saturating_mul(1000),
        }
    }
}

impl Person {
    /// This person as the actor of an event.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor {
            kind: ActorKind::Person.into(),
            id: self.id.to_string(),
            name: self.name.clone(),
        }
    }
}
