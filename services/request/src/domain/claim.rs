//! Whether a tutor may take a waiting request now, under the lab's rules.

use handup_contracts::Problem;

use uuid::Uuid;

use crate::domain::policy::{Mode, Policy};
use crate::domain::request::{HelpRequest, Party};

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

/// Whether a claim by `tutor` is about `request` itself, whatever else it names: it can be called, or
/// the claim is a repeated one and the tutor has it already.
#[must_use]
pub fn is_about(request: &HelpRequest, tutor: &Party, now_ms: i64) -> bool {
    let helps = |helper: &Party| helper.id == tutor.id;
    request.can_be_called(now_ms) || request.is_open() && request.helper.as_ref().is_some_and(helps)
}

/// Of the `open` requests of a lab, the first in the order of `wanted` that can be called.
#[must_use]
pub fn first_callable(wanted: &[Uuid], open: Vec<HelpRequest>, now_ms: i64) -> Option<HelpRequest> {
    let rank = |request: &HelpRequest| wanted.iter().position(|id| *id == request.id);
    open.into_iter()
        .filter(|request| request.can_be_called(now_ms))
        .filter_map(|request| Some((rank(&request)?, request)))
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, request)| request)
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
    use handup_contracts::v1::types::RequestStatus;

    use super::*;
    use crate::domain::request::tests::{fresh, party};

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

    fn numbered(number: u128) -> HelpRequest {
        HelpRequest {
            id: Uuid::from_u128(number),
            ..fresh()
        }
    }

    fn helped_by(tutor: u128, number: u128) -> HelpRequest {
        HelpRequest {
            status: RequestStatus::InProgress,
            helper: Some(party(tutor)),
            ..numbered(number)
        }
    }

    #[test]
    fn who_comes_too_late_gets_the_first_wanted_one_that_still_waits() {
        let away = HelpRequest {
            held_until_ms: 40_000,
            ..numbered(3)
        };
        let open = vec![numbered(5), numbered(4), away, helped_by(8, 2), numbered(9)];
        let got = |wanted: &[u128]| {
            let wanted: Vec<_> = wanted.iter().map(|id| Uuid::from_u128(*id)).collect();
            first_callable(&wanted, open.clone(), 10_000).map(|request| request.id.as_u128())
        };
        assert_eq!(got(&[2, 3, 4, 5]), Some(4));
        assert_eq!(got(&[5, 4]), Some(5));
        assert_eq!(got(&[2, 3, 7]), None);
    }

    #[test]
    fn a_claim_made_twice_does_not_take_a_second_one() {
        let now_ms = 10_000;
        assert!(is_about(&helped_by(8, 1), &party(8), now_ms));
        assert!(!is_about(&helped_by(8, 1), &party(9), now_ms));
        let completed = HelpRequest {
            status: RequestStatus::Completed,
            ..helped_by(8, 1)
        };
        assert!(!is_about(&completed, &party(8), now_ms));
    }
}
