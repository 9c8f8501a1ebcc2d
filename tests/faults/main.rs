//! What happens when something breaks, and after it is mended.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

mod database_cut;
mod health;
mod killed;
mod nats_down;
mod process;
mod replay;
