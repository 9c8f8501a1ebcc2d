//! Rows as messages.

use handup_contracts::v1::types::{Account, Membership, Organisation};

use crate::store::{accounts, memberships, organisations};

/// The account, for its owner.
pub(crate) fn account(row: &accounts::Model) -> Account {
    Account {
        id: row.id.to_string(),
        username: row.username.clone(),
        display_name: row.display_name.clone(),
        email: row.email.clone(),
        admin: row.admin,
        created_at_ms: row.created_at_ms,
        version: row.version,
    }
}

/// The membership of the person with `account`.
pub(crate) fn membership(row: &memberships::Model, account: &accounts::Model) -> Membership {
    Membership {
        id: row.id.to_string(),
        account_id: row.account_id.to_string(),
        username: account.username.clone(),
        display_name: account.display_name.clone(),
        organisation_id: row.organisation_id.to_string(),
        lab_id: row.lab_id.map(|id| id.to_string()).unwrap_or_default(),
        role: row.role,
        removed: row.removed,
        version: row.version,
        created_at_ms: row.created_at_ms,
    }
}

/// All these memberships of one person, the oldest first.
pub(crate) fn memberships(
    mut rows: Vec<memberships::Model>,
    account: &accounts::Model,
) -> Vec<Membership> {
    rows.sort_by_key(|row| (row.created_at_ms, row.id));
    rows.iter().map(|row| membership(row, account)).collect()
}

/// The organisation.
pub(crate) fn organisation(row: &organisations::Model) -> Organisation {
    Organisation {
        id: row.id.to_string(),
        name: row.name.clone(),
        time_zone: row.time_zone.clone(),
        plan: row.plan.clone(),
        version: row.version,
    }
}
