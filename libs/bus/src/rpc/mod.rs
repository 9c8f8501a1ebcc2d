//! Remote calls over the NATS micro service API (NATS ADR-32): discovery, statistics and load
//! balancing by queue group come with it.
//!
//! Every call carries the token of the person in whose name it is made and a deadline. Expired
//! work is dropped. A refusal is a [`Problem`] in a header, beside the error headers of the ADR.

mod answers;
mod client;
mod endpoint;
mod server;

pub(crate) use answers::Answers;
pub use client::Caller;
pub use server::{Call, RpcServer, Serving};

use handup_contracts::{Code, Problem};

/// Writes one line for a refusal that is our fault, with what the public is not told.
fn log_fault(method: &str, problem: &Problem) {
    let internal = problem.internal.as_deref().unwrap_or_default();
    match problem.code {
        Code::Internal => tracing::error!(method, internal, "call failed"),
        Code::Unavailable => tracing::warn!(method, internal, "call not possible now"),
        _ => {}
    }
}
