//! What is kept.

pub mod facts;
pub mod migration;
