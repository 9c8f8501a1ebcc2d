//! The service through its RPC methods, on a real nats-server and both databases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test, a broken premise must end the test and say why"
)]

mod accounts;
mod keys;
mod labs;
mod memberships;
mod operators;
mod sessions;
mod world;
