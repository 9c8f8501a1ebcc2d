//! How a membership changes.

use handup_contracts::v1::types::Role;

/// A membership as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) role: Role,
    pub(crate) removed: bool,
}

/// What to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// Nothing.
    Keep,
    /// Make the person a member (again) with this role.
    Grant(Role),
    /// Give the member this role instead.
    SetRole(Role),
    /// The person is no member any more.
    Remove,
}

impl Change {
    /// Name of the event; nothing where nothing changes.
    pub(crate) fn event(self) -> Option<&'static str> {
        match self {
            Change::Keep => None,
            Change::Grant(_) => Some("granted"),
            Change::SetRole(_) => Some("changed"),
            Change::Remove => Some("removed"),
        }
    }

    /// What is held afterwards; nothing only where nothing was held and nothing changes.
    pub(crate) fn applied(self, held: Option<Held>) -> Option<Held> {
        match self {
            Change::Keep => held,
            Change::Grant(role) | Change::SetRole(role) => Some(Held {
                role,
                removed: false,
            }),
            Change::Remove => held.map(|held| Held {
                removed: true,
                ..held
            }),
        }
    }
}

/// A person joins by code: a student, unless already something higher.
pub(crate) fn join(held: Option<Held>) -> Change {
    match held {
        Some(held) if !held.removed => Change::Keep,
        _ => Change::Grant(Role::Student),
    }
}

/// A manager or an operator gives a person exactly this role.
pub(crate) fn assign(held: Option<Held>, role: Role) -> Change {
    match held {
        Some(held) if !held.removed && held.role == role => Change::Keep,
        Some(held) if !held.removed => Change::SetRole(role),
        _ => Change::Grant(role),
    }
}

/// A manager removes a person.
pub(crate) fn remove(held: Held) -> Change {
    if held.removed {
        Change::Keep
    } else {
        Change::Remove
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn role() -> impl Strategy<Value = Role> {
        prop_oneof![Just(Role::Student), Just(Role::Tutor), Just(Role::Manager)]
    }

    fn held() -> impl Strategy<Value = Option<Held>> {
        proptest::option::of(
            (role(), any::<bool>()).prop_map(|(role, removed)| Held { role, removed }),
        )
    }

    proptest! {
        #[test]
        fn joining_makes_a_member_and_never_lowers_a_role(held in held()) {
            let after = join(held).applied(held).unwrap();
            prop_assert!(!after.removed);
            if let Some(held) = held.filter(|held| !held.removed) {
                prop_assert_eq!(after.role, held.role);
            } else {
                prop_assert_eq!(after.role, Role::Student);
            }
        }

        #[test]
        fn an_assigned_role_is_the_role_held(held in held(), role in role()) {
            prop_assert_eq!(
                assign(held, role).applied(held),
                Some(Held { role, removed: false })
            );
        }

        #[test]
        fn what_is_done_twice_changes_nothing_the_second_time(held in held(), role in role()) {
            let joined = join(held).applied(held);
            prop_assert_eq!(join(joined), Change::Keep);
            let assigned = assign(held, role).applied(held);
            prop_assert_eq!(assign(assigned, role), Change::Keep);
            if let Some(held) = held {
                let removed = remove(held).applied(Some(held)).unwrap();
                prop_assert!(removed.removed);
                prop_assert_eq!(remove(removed), Change::Keep);
            }
        }

        #[test]
        fn an_event_is_told_exactly_where_something_changes(held in held(), role in role()) {
            for change in [join(held), assign(held, role)] {
                prop_assert_eq!(change.event().is_some(), change.applied(held) != held);
            }
        }
    }
}
