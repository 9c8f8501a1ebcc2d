//! Header names on NATS messages.

/// `Bearer <access token>` of the person, or of the service, in whose name a call is made.
pub const AUTHORIZATION: &str = "Authorization";
/// Moment after which nobody waits for the answer: milliseconds since the Unix epoch, decimal.
pub const DEADLINE: &str = "Handup-Deadline";
/// Id of the HTTP request that caused the call.
pub const REQUEST_ID: &str = "Handup-Request-Id";
/// W3C trace context, <https://www.w3.org/TR/trace-context/>.
pub const TRACEPARENT: &str = "traceparent";
/// Set to `1` on an event that is published again to rebuild projections; live views ignore it.
pub const REPLAY: &str = "Handup-Replay";
/// Why a message was given up, on the copy in the dead-letter stream.
pub const DEAD_REASON: &str = "Handup-Dead-Reason";
/// Which consumer gave the message up, on the copy in the dead-letter stream.
pub const DEAD_CONSUMER: &str = "Handup-Dead-Consumer";
/// The refusal as JSON, on an RPC answer that carries an error; see [`crate::Problem`].
pub const PROBLEM: &str = "Handup-Problem";
