//! Pure rules: what a request may become, who stands where, and what people may write.

pub mod claim;
pub mod fields;
pub mod policy;
pub mod queue;
pub mod request;
pub mod schedule;
pub mod seats;
