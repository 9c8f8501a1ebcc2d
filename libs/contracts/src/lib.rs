//! The messages of Handup and the names they travel under.
//!
//! Everything that two services must agree on is here and nowhere else: the generated messages
//! ([`v1`]), the RPC methods ([`rpc`]), the events, streams and consumers ([`events`]), the header
//! names ([`headers`]), how ids are read ([`ids`]) and the error codes ([`error`]). This crate depends on no other of ours.

pub mod error;
pub mod events;
pub mod headers;
pub mod ids;
pub mod rpc;

pub use error::{Code, FieldProblem, Problem};
pub use prost::Message;

mod generated {
    #![expect(
        missing_docs,
        reason = "generated; the schemas in proto-schemas/ carry the documentation"
    )]
    include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
}

/// Version 1 of every message, a module for each package of the schemas.
pub mod v1 {
    pub use crate::generated::handup::analytics::v1 as analytics;
    pub use crate::generated::handup::assignment::v1 as assignment;
    pub use crate::generated::handup::auth::v1 as auth;
    pub use crate::generated::handup::events::v1 as events;
    pub use crate::generated::handup::notification::v1 as notification;
    pub use crate::generated::handup::request::v1 as request;
    pub use crate::generated::handup::types::v1 as types;
}
