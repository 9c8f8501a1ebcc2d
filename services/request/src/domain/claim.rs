//! Whether a tutor may take a waiting request now, under the lab's rules.

use handup_contracts::Problem;

use crate::domain::policy::{Mode, Policy};

/// What decides about a claim, beside the request's own state.
#[derive(Debug, Clone)]
pub struct Circumstances<'a> {
    /// The lab's rules.
    pub policy: &'a Policy,
    /// Whether the tutors take a break.
    pub paused: bool,
    /// Whether the tutor was offered the request.
    pub by_offer: bool,
    /// Whether a manager acts.
    pub manager: bool,
    /// Until when the student is away, UTC milliseconds.
    pub held_until_ms: i64,
    /// Name of the student.
    pub student: &'a str,
    /// The requests the tutor holds in this lab already: student and seat of each.
    pub holding: &'a [(String, String)],
    /// UTC milliseconds.
    pub now_ms: i64,
}

/// Whether the rules allow a claim. What the request's history says about it; empty in the usual
/// case.
///
/// # Errors
/// Says which rule stands against it.
pub fn check(claim: &Circumstances<'_>) -> Result<&'static str, Problem> {
    if claim.paused {
        return Err(Problem::conflict("The queue is paused; nobody is called."));
    }
    if claim.held_until_ms > claim.now_ms {
        let seconds = (claim.held_until_ms - claim.now_ms + 999) / 1000;
        return Err(Problem::conflict(format!(
            "{} has asked to wait for {} more.",
            claim.student,
            duration(seconds)
        )));
    }
    let most = usize::try_from(claim.policy.held_per_tutor).unwrap_or(1);
    if most > 0
        && claim.holding.len() >= most
        && let Some((student, seat)) = claim.holding.first()
    {
        return Err(Problem::conflict(format!(
            "You are still helping {student} at PC {seat}."
        )));
    }
    match claim.policy.mode {
        _ if claim.by_offer => Ok("By offer."),
        Mode::Push if claim.manager => Ok("Picked by hand."),
        Mode::Push => Err(Problem::conflict(
            "In this lab the system offers requests to tutors.",
        )),
        Mode::Pull | Mode::Both => Ok(""),
    }
}

/// A length of time as people say it.
#[must_use]
pub fn duration(seconds: i64) -> String {
    match seconds {
        1 => "1 second".to_owned(),
        ..=59 => format!("{seconds} seconds"),
        60..=119 => "2 minutes".to_owned(),
        _ => format!("{} minutes", (seconds + 59) / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(policy: &Policy) -> Circumstances<'_> {
        Circumstances {
            policy,
            paused: false,
            by_offer: false,
            manager: false,
            held_until_ms: 0,
            student: "Sam",
            holding: &[],
            now_ms: 10_000,
        }
    }

    fn push() -> Policy {
        Policy {
            mode: Mode::Push,
            ..Policy::default()
        }
    }

    #[test]
    fn in_a_push_lab_only_offers_and_managers_take_requests() {
        let policy = push();
        assert!(check(&usual(&policy)).is_err());
        let by_offer = Circumstances {
            by_offer: true,
            ..usual(&policy)
        };
        assert_eq!(check(&by_offer), Ok("By offer."));
        let by_manager = Circumstances {
            manager: true,
            ..usual(&policy)
        };
        assert_eq!(check(&by_manager), Ok("Picked by hand."));
    }

    #[test]
    fn nobody_is_called_while_paused_or_away_or_by_a_tutor_with_full_hands() {
        let policy = Policy::default();
        let holding = [("Sue".to_owned(), "7".to_owned())];
        let paused = Circumstances {
            paused: true,
            by_offer: true,
            ..usual(&policy)
        };
        let away = Circumstances {
            held_until_ms: 40_000,
            ..usual(&policy)
        };
        let full = Circumstances {
            holding: &holding,
            ..usual(&policy)
        };
        for (claim, text) in [
            (paused, "The queue is paused; nobody is called."),
            (away, "Sam has asked to wait for 30 seconds more."),
            (full, "You are still helping Sue at PC 7."),
        ] {
            assert_eq!(check(&claim).unwrap_err().message, text);
        }
        assert_eq!(check(&usual(&policy)), Ok(""));
        let no_limit = Policy {
            held_per_tutor: 0,
            ..Policy::default()
        };
        let full = Circumstances {
            holding: &holding,
            ..usual(&no_limit)
        };
        assert_eq!(check(&full), Ok(""));
    }
}
