//! Tables of the service and what is asked of them.

pub(crate) mod helping;
pub(crate) mod migrations;
pub(crate) mod presences;
pub(crate) mod tutors;
