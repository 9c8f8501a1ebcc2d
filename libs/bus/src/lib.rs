//! NATS, as Handup uses it: RPC over the micro service API ([`rpc`]), events from the outbox to
//! one JetStream stream ([`relay`]) and from there to durable consumers ([`consumer`]), and the
//! declaration of what must exist for that ([`topology`]).

mod connection;
pub mod consumer;
pub mod relay;
mod round_trip;
pub mod rpc;
pub mod topology;

pub use connection::{Bus, Link, NatsSettings};
pub use rpc::{Call, Caller};
