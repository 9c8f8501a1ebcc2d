//! The stage on which system tests play: the whole system in one process, on a real nats-server
//! and a real database, reached as its users reach it.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "in a test, a broken premise must end the test and say why"
)]

mod live;
mod person;
mod program;
mod stage;

pub use live::{Live, Socket, open_live};
pub use person::{Answer, Person};
pub use program::program;
pub use stage::Stage;
