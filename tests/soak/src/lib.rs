//! An hour of a faculty, compressed: students ask, give up and reword, tutors are offered requests,
//! help and complete, and everybody watches, through HTTP and WebSocket, against two replicas of
//! each service. What was acknowledged is recorded by whoever got the answer; afterwards everything
//! is read and compared.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "in a test, a broken premise must end the test and say why"
)]

mod page;
mod plan;
mod record;
mod report;
mod run;
mod student;
mod tutor;
mod verdict;

pub use plan::Plan;
pub use report::Report;
pub use run::run;
pub use verdict::Idle;
