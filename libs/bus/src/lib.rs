//! NATS, as Handup uses it: RPC over the micro service API ([`rpc`]), events from the outbox to
//! one JetStream stream ([`relay`]) and from there to durable consumers ([`consumer`]), the
//! declaration of what must exist for that ([`topology`]), and how far all is behind ([`lag`]).

mod connection;
pub mod consumer;
mod figures;
pub mod lag;
pub mod relay;
mod round_trip;
pub mod rpc;
pub mod topology;
mod traceparent;

pub use connection::{Bus, Link, NatsSettings};
pub use rpc::{Call, Caller};
pub use traceparent::traceparent;
