//! A tutor's availability in one lab follows from three facts: whether they have switched
//! themselves on, whether they have a live connection, and whether they help somebody.

use handup_contracts::v1::types::AvailabilityStatus;

/// What is known of a tutor in a lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The tutor's own switch.
    pub switched_on: bool,
    /// Whether any gateway has a live connection of the tutor to this lab.
    pub present: bool,
    /// Whether the tutor helps a student of this lab now.
    pub helping: bool,
}

/// The status to show.
#[must_use]
pub fn status(facts: Facts) -> AvailabilityStatus {
    match facts {
        Facts { present: false, .. } => AvailabilityStatus::Offline,
        Facts { helping: true, .. } => AvailabilityStatus::Busy,
        Facts {
            switched_on: true, ..
        } => AvailabilityStatus::Available,
        Facts { .. } => AvailabilityStatus::Away,
    }
}

/// When a request goes back to the queue because its tutor is gone: `grace_ms` after the absence
/// began; nothing while the tutor is there or helps nobody.
#[must_use]
pub fn returns_at(facts: Facts, absent_since_ms: i64, grace_ms: i64) -> Option<i64> {
    (facts.helping && !facts.present).then_some(absent_since_ms.saturating_add(grace_ms))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn facts() -> impl Strategy<Value = Facts> {
        any::<(bool, bool, bool)>().prop_map(|(switched_on, present, helping)| Facts {
            switched_on,
            present,
            helping,
        })
    }

    proptest! {
        #[test]
        fn only_who_is_there_switched_on_and_free_is_available(facts in facts()) {
            let available = status(facts) == AvailabilityStatus::Available;
            prop_assert_eq!(available, facts.present && facts.switched_on && !facts.helping);
        }

        #[test]
        fn only_an_absent_helper_gives_back_and_never_before_the_grace_time(
            facts in facts(), since in 0_i64..1_000_000, grace in 0_i64..1_000_000
        ) {
            match returns_at(facts, since, grace) {
                Some(at) => prop_assert!(facts.helping && !facts.present && at == since + grace),
                None => prop_assert!(!facts.helping || facts.present),
            }
        }
    }
}
