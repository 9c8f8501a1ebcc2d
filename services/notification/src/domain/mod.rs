//! Who is told of what, as pure rules.

pub mod line;
pub mod request;
pub mod telling;
pub mod text;
