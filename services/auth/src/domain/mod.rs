//! Pure rules: no clock, no randomness, no database.

pub(crate) mod account;
pub(crate) mod attempts;
pub(crate) mod join_code;
pub(crate) mod key_rotation;
pub(crate) mod membership;
pub(crate) mod organisation;
pub(crate) mod refresh;
