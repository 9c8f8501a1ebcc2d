//! Tables of the service and what is asked of them.

mod companions;
pub(crate) mod labs;
pub(crate) mod migrations;
pub(crate) mod organisations;
pub(crate) mod requests;
