//! Who may call which operation. The services decide; this table says what they must decide, so
//! that a test can try every operation as everybody.

/// The least one has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// Not even logged in.
    Anybody,
    /// Logged in.
    Person,
    /// Belongs to the lab, in whatever role.
    Member,
    /// Student of the lab; staff can't.
    Student,
    /// The person the request or session belongs to.
    Owner,
    /// The helper to whom the offer was made.
    Helper,
    /// A student the request belongs to, or staff of its lab.
    OwnerOrTutor,
    /// Tutor of the lab.
    Tutor,
    /// Manager of the lab or of its organisation.
    Manager,
    /// Administrator of the platform.
    Admin,
}

/// One row of [`TABLE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The operation, as the OpenAPI document names it.
    pub operation_id: &'static str,
    /// Who may call it. Roles include the smaller ones, except that only an owner is an owner.
    pub who: Who,
}

const fn row(operation_id: &'static str, who: Who) -> Row {
    Row { operation_id, who }
}

/// Every operation.
pub const TABLE: &[Row] = &[
    row("register", Who::Anybody),
    row("log_in", Who::Anybody),
    row("refresh_session", Who::Anybody),
    row("log_out", Who::Person),
    row("list_sessions", Who::Person),
    row("end_session", Who::Owner),
    row("get_me", Who::Person),
    row("list_organisations", Who::Person),
    row("create_organisation", Who::Admin),
    row("join_lab", Who::Person),
    row("list_members", Who::Manager),
    row("add_member", Who::Manager),
    row("remove_member", Who::Manager),
    row("get_join_code", Who::Manager),
    row("replace_join_code", Who::Manager),
    row("list_labs", Who::Person),
    row("create_lab", Who::Manager),
    row("get_lab", Who::Member),
    row("update_lab", Who::Manager),
    row("get_queue", Who::Tutor),
    row("set_queue_open", Who::Tutor),
    row("set_paused", Who::Tutor),
    row("announce", Who::Tutor),
    row("set_policy", Who::Manager),
    row("set_schedule", Who::Manager),
    row("get_seats", Who::Member),
    row("set_seats", Who::Manager),
    row("list_lab_history", Who::Manager),
    row("take_next", Who::Tutor),
    row("get_availability", Who::Tutor),
    row("set_availability", Who::Tutor),
    row("list_tutors", Who::Tutor),
    row("create_request", Who::Student),
    row("list_lab_requests", Who::Tutor),
    row("list_my_requests", Who::Person),
    row("get_request", Who::OwnerOrTutor),
    row("get_request_wait", Who::OwnerOrTutor),
    row("edit_request", Who::Owner),
    row("cancel_request", Who::Owner),
    row("resolve_request", Who::Owner),
    row("accept_request", Who::Tutor),
    row("complete_request", Who::Tutor),
    row("report_not_found", Who::Tutor),
    row("put_back_request", Who::Tutor),
    row("hold_request", Who::Owner),
    row("release_request", Who::Owner),
    row("join_request", Who::Student),
    row("leave_request", Who::Student),
    row("undo_request", Who::Tutor),
    row("move_request_first", Who::Tutor),
    row("hand_over_request", Who::Tutor),
    row("list_my_offers", Who::Person),
    row("accept_offer", Who::Helper),
    row("decline_offer", Who::Helper),
    row("list_offers", Who::Manager),
    row("list_notifications", Who::Person),
    row("mark_notifications_read", Who::Person),
    row("get_lab_statistics", Who::Manager),
    row("live", Who::Person),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::document::operations_of;

    #[test]
    fn every_operation_has_a_row_and_every_row_an_operation() {
        let mut document = crate::openapi();
        let documented: BTreeSet<String> = document
            .paths
            .paths
            .values_mut()
            .flat_map(operations_of)
            .filter_map(|(_, operation)| operation.operation_id.clone())
            .collect();
        let listed: BTreeSet<String> = TABLE
            .iter()
            .map(|row| row.operation_id.to_owned())
            .collect();
        assert_eq!(listed.len(), TABLE.len(), "a row is there twice");
        assert_eq!(documented, listed);
    }
}
