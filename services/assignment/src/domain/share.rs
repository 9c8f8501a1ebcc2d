//! How much of the time at work a tutor has helped, in one session of a lab.

use handup_contracts::v1::types::AvailabilityStatus;

/// Time at work and time spent helping, counted up to `counted_to_ms`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// When the session began for which this counts, UTC milliseconds.
    pub session_ms: i64,
    /// Time available or helping, in milliseconds.
    pub on_duty_ms: i64,
    /// Time helping, in milliseconds.
    pub helped_ms: i64,
    /// Up to when time is counted, UTC milliseconds.
    pub counted_to_ms: i64,
}

impl Share {
    /// Counts the time until `now_ms`, during which the tutor's status was `status`, in the
    /// session that began at `session_ms`. A new session begins with nothing.
    #[must_use]
    pub fn count(self, status: AvailabilityStatus, session_ms: i64, now_ms: i64) -> Self {
        let mut share = if self.session_ms == session_ms {
            self
        } else {
            Self {
                session_ms,
                counted_to_ms: self.counted_to_ms.max(session_ms),
                ..Self::default()
            }
        };
        // Clocks of replicas differ a little; time never runs back.
        let passed = (now_ms - share.counted_to_ms).max(0);
        share.counted_to_ms = share.counted_to_ms.max(now_ms);
        match status {
            AvailabilityStatus::Busy => {
                share.on_duty_ms += passed;
                share.helped_ms += passed;
            }
            AvailabilityStatus::Available => share.on_duty_ms += passed,
            _ => {}
        }
        share
    }

    /// The part of the time at work spent helping, from 0 to 1; 0 before any time has passed.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "a session has fewer milliseconds than a float has digits"
    )]
    pub fn load(&self) -> f64 {
        if self.on_duty_ms == 0 {
            return 0.0;
        }
        self.helped_ms as f64 / self.on_duty_ms as f64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn status() -> impl Strategy<Value = AvailabilityStatus> {
        (1_i32..=4).prop_map(|number| AvailabilityStatus::try_from(number).unwrap())
    }

    proptest! {
        #[test]
        fn nobody_helps_longer_than_at_work_or_works_longer_than_time_has_passed(
            steps in prop::collection::vec((status(), 0_i64..1000), 0..30)
        ) {
            let mut now = 5_000;
            let mut share = Share { counted_to_ms: now, ..Share::default() };
            for (status, passed) in steps {
                now += passed;
                share = share.count(status, 0, now);
                prop_assert!(share.helped_ms <= share.on_duty_ms);
                prop_assert!(share.on_duty_ms <= now - 5_000);
                prop_assert!((0.0..=1.0).contains(&share.load()));
            }
        }

        #[test]
        fn looking_in_between_changes_nothing(
            status in status(), first in 0_i64..1000, second in 0_i64..1000
        ) {
            let start = Share { counted_to_ms: 100, ..Share::default() };
            let end = 100 + first + second;
            let twice = start.count(status, 0, 100 + first).count(status, 0, end);
            prop_assert_eq!(twice, start.count(status, 0, end));
        }
    }

    #[test]
    fn a_new_session_begins_with_nothing_and_counts_from_its_beginning() {
        let before = Share {
            session_ms: 0,
            on_duty_ms: 900,
            helped_ms: 800,
            counted_to_ms: 1_000,
        };
        let after = before.count(AvailabilityStatus::Available, 5_000, 5_600);
        assert_eq!((after.on_duty_ms, after.helped_ms), (600, 0));
    }
}
