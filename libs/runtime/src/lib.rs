//! What every process needs around its services: configuration, telemetry, figures, an ordered end,
//! a health port, and the two things pure code may not take by itself: time and ids.

pub mod clock;
pub mod config;
pub mod health;
pub mod ids;
pub mod lifecycle;
mod log_fields;
pub mod metrics;
pub mod telemetry;
pub mod trace;

pub use clock::{Clock, ManualClock, SharedClock, SystemClock};
pub use lifecycle::Shutdown;
