//! The gateway against a real nats-server, with services that only pretend.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

mod connections;
mod fakes;
mod healing;
mod live;
mod problems;
mod rest;
mod sessions;
mod slow;
mod world;
