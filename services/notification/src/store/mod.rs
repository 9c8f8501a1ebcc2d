//! What is kept.

pub mod migration;
pub mod notifications;
pub mod queue;
pub mod requests;
