//! Tables of the service and what is asked of them.

pub(crate) mod labs;
pub(crate) mod migrations;
pub(crate) mod offers;
pub(crate) mod presences;
pub(crate) mod requests;
pub(crate) mod tutors;
