//! The system as its users see it: through HTTP and WebSocket, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test, a broken premise must end the test and say why"
)]

mod authorization;
mod claims;
mod creates;
mod live;
mod offers;
mod policies;
mod presence;
mod revisions;
mod same_problem;
mod schedules;
mod seats;
mod story;
mod waits;
