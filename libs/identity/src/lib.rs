//! Who acts, and what they may do.
//!
//! [`Verifier`] turns a token into a [`Person`] or a service's name, in every service by itself.
//! [`Directory`] is each service's own copy of the memberships: it answers which role a person has
//! in a lab.

pub mod directory;
mod keys;
mod service_token;
mod token;
mod verifier;

pub use directory::Directory;
pub use keys::{BusKeys, KeySource};
pub use service_token::ServiceTokens;
pub use token::{AUDIENCE, Claims, ISSUER, Person};
pub use verifier::Verifier;

pub use handup_contracts::v1::types::Role;
