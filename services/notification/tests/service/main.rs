//! The service against real servers: nats-server, and both databases.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

mod delivery;
mod reading;
mod script;
mod telling;
mod world;
