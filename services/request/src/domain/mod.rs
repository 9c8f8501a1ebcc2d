//! Pure rules: what a request may become, who stands where, and what people may write.

pub mod fields;
pub mod queue;
pub mod request;
