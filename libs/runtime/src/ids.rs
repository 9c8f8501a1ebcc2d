//! New ids.

use uuid::Uuid;

/// A new id: UUIDv7 (RFC 9562), so that ids sort by the time they were made and indexes stay dense.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where ids are made"
)]
#[must_use]
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}

/// When an id of [`new_id`] was made, in milliseconds since the Unix epoch; `None` for other ids.
#[must_use]
pub fn made_at_ms(id: Uuid) -> Option<i64> {
    let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
    i64::try_from(seconds)
        .ok()?
        .checked_mul(1000)?
        .checked_add(i64::from(nanoseconds / 1_000_000))
}
