//! The figures, as pure functions.

pub mod fact;
pub mod span;
pub mod spread;
pub mod statistics;
pub mod wait;
