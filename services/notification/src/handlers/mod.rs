//! One file for each method and each kind of event.

pub mod list;
pub mod mark_read;
pub mod on_queue;

mod announcing;
mod lab_change;
mod request_change;
