//! What people read.

use crate::domain::telling::Step;

/// Title and body of a notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// A few words.
    pub title: String,
    /// One or two sentences.
    pub body: String,
}

/// What a student is told of a step. `actor` is the name of who acted, a tutor or another student,
/// and `comment` what a tutor wrote; both may be empty.
#[must_use]
pub fn of_step(step: Step, actor: &str, seat: &str, comment: &str) -> Text {
    let or = |unnamed| if actor.is_empty() { unnamed } else { actor };
    let (tutor, someone) = (or("A tutor"), or("Another student"));
    let seat = seat_name(seat);
    match step {
        Step::Accepted => Text {
            title: "A tutor is coming".to_owned(),
            body: format!("{tutor} is coming to {seat}."),
        },
        Step::PutBack => Text {
            title: "You are back in the queue".to_owned(),
            body: with_comment(
                format!("{tutor} has put your request back; it keeps its place."),
                comment,
            ),
        },
        Step::Returned => Text {
            title: "You are at the front again".to_owned(),
            body: "Your tutor had to leave. Your request is back at the front of the queue."
                .to_owned(),
        },
        Step::NotFound => Text {
            title: "You were not found".to_owned(),
            body: with_comment(
                format!(
                    "{tutor} came to {seat} and did not find you. \
                     If you still need help, please ask again."
                ),
                comment,
            ),
        },
        Step::Reopened => Text {
            title: "Help goes on".to_owned(),
            body: format!(
                "{tutor} had ended your request too early and goes on helping at {seat}."
            ),
        },
        Step::MovedFirst => Text {
            title: "You go first".to_owned(),
            body: with_comment(format!("{tutor} lets you go first."), comment),
        },
        Step::HandedOver => Text {
            title: "Another tutor goes on".to_owned(),
            body: format!("{tutor} has asked another tutor to go on helping at {seat}."),
        },
        Step::SentHome => Text {
            title: "The queue has closed".to_owned(),
            body: "The queue has closed before it was your turn, and your request has ended. \
                   Please ask again next time."
                .to_owned(),
        },
        Step::Joined => Text {
            title: "Somebody waits with you".to_owned(),
            body: format!("{someone} has the same problem. One visit will serve you all."),
        },
        Step::PassedOn => Text {
            title: "Your place is kept".to_owned(),
            body: format!("{someone} does not need the help any more. You keep the place."),
        },
    }
}

/// What a tutor is told to whom `tutor` has handed a request.
#[must_use]
pub fn handed_to_you(tutor: &str, seat: &str, comment: &str) -> Text {
    let tutor = if tutor.is_empty() { "A tutor" } else { tutor };
    Text {
        title: "A request was handed to you".to_owned(),
        body: with_comment(
            format!("{tutor} asks you to go on at {}.", seat_name(seat)),
            comment,
        ),
    }
}

/// What those are told who wait while the tutors take a break.
#[must_use]
pub fn queue_paused(lab: &str) -> Text {
    Text {
        title: "The tutors take a break".to_owned(),
        body: format!(
            "The queue of {} is paused. You keep your place.",
            lab_name(lab)
        ),
    }
}

/// What those are told who wait when the break is over.
#[must_use]
pub fn queue_resumed(lab: &str) -> Text {
    Text {
        title: "The tutors are back".to_owned(),
        body: format!("The queue of {} goes on.", lab_name(lab)),
    }
}

/// What staff say to all who wait, in their own words.
#[must_use]
pub fn announced(lab: &str, by: &str, words: &str) -> Text {
    let by = if by.is_empty() { "Your tutors" } else { by };
    Text {
        title: format!("{by} in {}", lab_name(lab)),
        body: words.to_owned(),
    }
}

fn lab_name(lab: &str) -> &str {
    if lab.is_empty() { "your lab" } else { lab }
}

/// What a student is told who has come to `position`, counted from 1.
#[must_use]
pub fn near_front(position: usize, seat: &str) -> Text {
    let ahead = match position.saturating_sub(1) {
        0 => "You are next.".to_owned(),
        1 => "Only one person is ahead of you.".to_owned(),
        people => format!("Only {people} people are ahead of you."),
    };
    Text {
        title: "Almost your turn".to_owned(),
        body: format!("{ahead} Please be at {}.", seat_name(seat)),
    }
}

/// What those are told who wait in a queue that closes.
#[must_use]
pub fn queue_closed(lab: &str) -> Text {
    Text {
        title: "The queue has closed".to_owned(),
        body: format!(
            "The queue of {} has closed while you were waiting.",
            lab_name(lab)
        ),
    }
}

/// A seat that is written as a bare number is a PC's.
fn seat_name(seat: &str) -> String {
    if seat.is_empty() {
        "your seat".to_owned()
    } else if seat.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("PC {seat}")
    } else {
        seat.to_owned()
    }
}

fn with_comment(body: String, comment: &str) -> String {
    if comment.is_empty() {
        body
    } else {
        format!("{body} They wrote: “{comment}”")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acceptance_says_who_is_coming_and_where() {
        assert_eq!(
            of_step(Step::Accepted, "Tom", "14", "").body,
            "Tom is coming to PC 14."
        );
        assert_eq!(
            of_step(Step::Accepted, "Tom", "PC 14", "").body,
            "Tom is coming to PC 14."
        );
        assert_eq!(
            of_step(Step::Accepted, "Tom", "Window left", "").body,
            "Tom is coming to Window left."
        );
    }

    #[test]
    fn a_comment_is_quoted_and_an_empty_one_is_not() {
        assert!(
            of_step(Step::PutBack, "Tom", "14", "Back in five minutes.")
                .body
                .ends_with("“Back in five minutes.”")
        );
        assert!(!of_step(Step::PutBack, "Tom", "14", "").body.contains('“'));
    }

    #[test]
    fn the_next_in_line_is_told_so() {
        assert!(near_front(1, "14").body.starts_with("You are next."));
        assert!(near_front(2, "14").body.starts_with("Only one person"));
        assert!(near_front(3, "14").body.starts_with("Only 2 people"));
    }
}
