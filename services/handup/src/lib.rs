//! Puts services together: any set of them in one process, with the same code in production, in
//! the all-in-one of one machine, and in tests.

pub mod commands;
pub mod memory;
pub mod nats_child;
pub mod settings;
pub mod system;

pub use settings::Settings;
pub use system::{Part, System};
