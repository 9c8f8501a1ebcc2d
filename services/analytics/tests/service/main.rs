//! The service against real servers: nats-server, and both databases.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

mod asking;
mod hints;
mod projection;
mod script;
mod world;
