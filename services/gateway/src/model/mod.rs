//! What the edge says and hears, and how it is made from the messages of the services.

pub(crate) mod account;
pub(crate) mod availability;
pub(crate) mod lab;
pub(crate) mod notification;
pub(crate) mod offer;
pub(crate) mod policy;
pub(crate) mod problem;
pub(crate) mod request;
pub(crate) mod schedule;
pub(crate) mod seats;
pub(crate) mod statistics;

use handup_contracts::Problem;
pub(crate) use handup_contracts::ids::{id, optional_id};
use jiff::Timestamp;

/// The moment that a service wrote.
pub(crate) fn time(ms: i64) -> Result<Timestamp, Problem> {
    Timestamp::from_millisecond(ms).map_err(|err| Problem::internal(format!("time {ms}: {err}")))
}

/// The moment that a service wrote, where 0 means never.
pub(crate) fn optional_time(ms: i64) -> Result<Option<Timestamp>, Problem> {
    if ms == 0 {
        Ok(None)
    } else {
        time(ms).map(Some)
    }
}

/// A text, where an empty one means none.
pub(crate) fn optional_text(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// The part of an answer that must be there.
pub(crate) fn present<T>(part: Option<T>, what: &str) -> Result<T, Problem> {
    part.ok_or_else(|| Problem::internal(format!("an answer without {what}")))
}

/// Each of `messages` as the edge says it.
pub(crate) fn all<M, T>(messages: Vec<M>) -> Result<Vec<T>, Problem>
where
    T: TryFrom<M, Error = Problem>,
{
    messages.into_iter().map(T::try_from).collect()
}
