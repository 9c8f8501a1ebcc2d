//! What a helper's answer leads to.

use handup_contracts::Problem;
use handup_contracts::v1::types::OfferState;

/// What the helper says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Accept,
    /// No.
    Decline,
}

/// What it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// It was so before: the answer to a repeated call.
    Already,
    /// The offer changes to this state.
    Now(OfferState),
}

/// Decides what `answer` leads to for an offer in `state` that lapses at `expires_at_ms`; `missing`
/// helpers are still missing, and `stands_by` says whether the desk keeps a surplus yes.
///
/// # Errors
/// If the offer has ended otherwise; says how, with `reason` as it was noted.
pub fn answer(
    state: OfferState,
    reason: &str,
    expires_at_ms: i64,
    answer: Answer,
    missing: usize,
    stands_by: bool,
    now_ms: i64,
) -> Result<Answered, Problem> {
    match (state, answer) {
        (OfferState::Accepted | OfferState::Standby, Answer::Accept)
        | (OfferState::Declined, Answer::Decline) => Ok(Answered::Already),
        // The sweep has not come by yet; the deadline holds all the same.
        (OfferState::Sent, _) if expires_at_ms <= now_ms => Err(over(OfferState::Lapsed, reason)),
        (OfferState::Sent, Answer::Decline) => Ok(Answered::Now(OfferState::Declined)),
        (OfferState::Sent, Answer::Accept) if missing == 0 && stands_by => {
            Ok(Answered::Now(OfferState::Standby))
        }
        (OfferState::Sent, Answer::Accept) => Ok(Answered::Now(OfferState::Accepted)),
        (OfferState::Standby, Answer::Decline) => Ok(Answered::Now(OfferState::Declined)),
        (OfferState::Accepted, Answer::Decline) => Err(Problem::conflict(
            "You have accepted this offer; put the request back instead.",
        )),
        (ended, _) => Err(over(ended, reason)),
    }
}

/// Longest reason for a no, in characters.
const REASON_LENGTH: usize = 500;

/// A reason for a no without surrounding white space, if it keeps the rules. None is fine.
///
/// # Errors
/// Names the field `reason` if not.
pub fn reason(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.chars().count() > REASON_LENGTH {
        return Err(Problem::invalid(
            "reason",
            format!("The reason may have at most {REASON_LENGTH} characters."),
        ));
    }
    if text
        .chars()
        .any(|one| one.is_control() && !matches!(one, '\n' | '\r' | '\t'))
    {
        return Err(Problem::invalid(
            "reason",
            "The reason may not contain control characters.",
        ));
    }
    Ok(text.to_owned())
}

fn over(state: OfferState, reason: &str) -> Problem {
    let text = match state {
        OfferState::Declined => "You have declined this offer.",
        OfferState::Lapsed => "The time to answer this offer is over.",
        _ => "This offer was withdrawn.",
    };
    if reason.is_empty() || state == OfferState::Declined {
        Problem::conflict(text)
    } else {
        Problem::conflict(format!("{text} {reason}"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn state() -> impl Strategy<Value = OfferState> {
        (1_i32..=7).prop_map(|number| OfferState::try_from(number).unwrap())
    }

    proptest! {
        #[test]
        fn an_answer_after_the_deadline_changes_nothing(
            late in 0_i64..100, missing in 0_usize..3, stands_by: bool
        ) {
            for said in [Answer::Accept, Answer::Decline] {
                let answered = answer(OfferState::Sent, "", 100, said, missing, stands_by, 100 + late);
                prop_assert!(answered.is_err());
            }
        }

        #[test]
        fn an_offer_that_has_ended_never_comes_back(
            state in state(), missing in 0_usize..3, stands_by: bool
        ) {
            let ended = !matches!(
                state,
                OfferState::Sent | OfferState::Accepted | OfferState::Standby
            );
            let answered = answer(state, "", 100, Answer::Accept, missing, stands_by, 0);
            prop_assert!(!ended || answered.is_err());
        }

        #[test]
        fn saying_the_same_again_gets_the_same_answer(missing in 0_usize..3, stands_by: bool) {
            for said in [Answer::Accept, Answer::Decline] {
                let first = answer(OfferState::Sent, "", 100, said, missing, stands_by, 0);
                let Ok(Answered::Now(next)) = first else {
                    return Err(TestCaseError::fail("an open offer can be answered"));
                };
                let again = answer(next, "", 100, said, 0, stands_by, 500);
                prop_assert!(matches!(again, Ok(Answered::Already)));
            }
        }
    }
}
