//! One file for each RPC and each consumed event.

pub(crate) mod add_member;
pub(crate) mod create_organisation;
pub(crate) mod end_session;
pub(crate) mod get_join_code;
pub(crate) mod get_keys;
pub(crate) mod get_me;
pub(crate) mod get_role;
pub(crate) mod join_by_code;
pub(crate) mod lab_changed;
pub(crate) mod list_members;
pub(crate) mod list_organisations;
pub(crate) mod list_sessions;
pub(crate) mod log_in;
pub(crate) mod log_out;
pub(crate) mod refresh;
pub(crate) mod register;
pub(crate) mod remove_member;
pub(crate) mod replace_join_code;

mod asker;
mod lab_access;
mod last_manager;
