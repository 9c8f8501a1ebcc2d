//! One file for each method and each kind of event.

pub mod get_lab_statistics;
pub mod get_wait;
pub mod on_availability;
pub mod on_request;
