//! The edge: REST, OpenAPI, WebSocket relay, web client.
//!
//! The gateway keeps nothing. Every call becomes one RPC in the name of the person who asks; what
//! happens in the services is relayed to whoever watches.

mod assets;
pub mod authorization;
mod config;
mod document;
mod domain;
mod edge;
mod gateway;
mod live;
mod model;
mod router;
mod routes;

pub use config::{Config, Limits, LiveSettings, Rate};
pub(crate) use gateway::App;
pub use gateway::{Gateway, GatewayDeps, NAME, build};
pub use router::openapi;
