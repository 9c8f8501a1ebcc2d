//! Pure rules: what a tutor's availability follows from, and which request is taken next.

pub mod availability;
pub mod next;
