//! Ids as messages carry them. Services write them, so that a malformed one is a fault of ours and
//! not of the person who asks.

use uuid::Uuid;

use crate::Problem;

/// The id that a service wrote.
///
/// # Errors
/// An internal problem if it is none.
pub fn id(text: &str) -> Result<Uuid, Problem> {
    Uuid::parse_str(text)
        .map_err(|err| Problem::internal(format!("id {text:?} in a message: {err}")))
}

/// The id that a service wrote, where an empty text means none.
///
/// # Errors
/// As [`id`].
pub fn optional_id(text: &str) -> Result<Option<Uuid>, Problem> {
    if text.is_empty() {
        Ok(None)
    } else {
        id(text).map(Some)
    }
}
