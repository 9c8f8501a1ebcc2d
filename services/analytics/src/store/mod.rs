//! What is kept.

pub mod estimates;
pub mod facts;
pub mod migration;
pub mod tutors;
