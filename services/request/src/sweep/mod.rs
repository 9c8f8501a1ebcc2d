//! What happens because time passes. Deadlines are columns of rows: a restart loses none, and any
//! replica may sweep.

pub(crate) mod figures;
pub(crate) mod schedule;
