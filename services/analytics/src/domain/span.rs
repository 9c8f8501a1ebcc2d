//! Which time is asked about.

use handup_contracts::{FieldProblem, Problem};

/// Longest span, in days: a year with its leap day, and a few to spare.
pub const MOST_DAYS: i64 = 370;
const DAY_MS: i64 = 86_400_000;

/// From (included) to (excluded), UTC milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Begin.
    pub from_ms: i64,
    /// End.
    pub to_ms: i64,
}

impl Span {
    /// A span within the bounds.
    ///
    /// # Errors
    /// Names each field that breaks a rule.
    pub fn new(from_ms: i64, to_ms: i64) -> Result<Self, Problem> {
        let mut problems = Vec::new();
        let mut refuse = |field: &str, message: String| {
            problems.push(FieldProblem {
                field: field.to_owned(),
                message,
            });
        };
        if from_ms < 0 {
            refuse("from", "The begin must not be before 1970.".to_owned());
        }
        if to_ms < 0 {
            refuse("to", "The end must not be before 1970.".to_owned());
        }
        if from_ms >= 0 && to_ms >= 0 {
            if from_ms >= to_ms {
                refuse("to", "The end must be after the begin.".to_owned());
            } else if to_ms - from_ms > MOST_DAYS * DAY_MS {
                refuse(
                    "to",
                    format!("The span may be at most {MOST_DAYS} days long."),
                );
            }
        }
        if problems.is_empty() {
            Ok(Self { from_ms, to_ms })
        } else {
            Err(Problem::invalid_fields(problems))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fields(from_ms: i64, to_ms: i64) -> Vec<String> {
        match Span::new(from_ms, to_ms) {
            Ok(_) => Vec::new(),
            Err(problem) => problem.fields.into_iter().map(|one| one.field).collect(),
        }
    }

    #[test]
    fn the_longest_span_is_allowed_and_a_millisecond_more_is_not() {
        let longest = MOST_DAYS * DAY_MS;
        assert!(fields(5, 5 + longest).is_empty());
        assert_eq!(fields(5, 6 + longest), ["to"]);
        assert_eq!(fields(5, 5), ["to"]);
        assert_eq!(fields(-1, -1), ["from", "to"]);
    }

    proptest! {
        #[test]
        fn what_is_accepted_has_a_begin_before_its_end(from in any::<i64>(), to in any::<i64>()) {
            if let Ok(span) = Span::new(from, to) {
                prop_assert!(span.from_ms < span.to_ms);
                prop_assert!(span.to_ms - span.from_ms <= MOST_DAYS * DAY_MS);
            } else {
                prop_assert!(!fields(from, to).is_empty());
            }
        }
    }
}
