//! What people may write. Every broken rule is named at once, at its field.

use handup_contracts::{FieldProblem, Problem};

use crate::config::Config;

/// Longest name of a lab, a room or a topic, in characters.
const NAME_LENGTH: usize = 120;
/// Longest announcement, in characters.
const ANNOUNCEMENT_LENGTH: usize = 500;
/// Longest idempotency key, in characters.
const KEY_LENGTH: usize = 200;

/// What a student writes on a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// PC number, as written on the seat.
    pub seat: String,
    /// What the help is needed for.
    pub description: String,
    /// One of the lab's topics, or empty.
    pub topic: String,
    /// Whether other students read topic and description, and may wait with it.
    pub shared: bool,
}

/// What a manager writes on a lab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabText {
    /// Name of the class.
    pub name: String,
    /// Where it takes place.
    pub room: String,
    /// Topics a student may choose from.
    pub topics: Vec<String>,
}

/// Collects broken rules.
#[derive(Default)]
struct Check {
    broken: Vec<FieldProblem>,
}

impl Check {
    fn rule(&mut self, holds: bool, field: &str, message: impl FnOnce() -> String) {
        if !holds && self.broken.iter().all(|known| known.field != field) {
            self.broken.push(FieldProblem {
                field: field.to_owned(),
                message: message(),
            });
        }
    }

    fn text(&mut self, field: &str, label: &str, value: &str, longest: usize) {
        self.rule(value.chars().count() <= longest, field, || {
            format!("{label} may have at most {longest} characters.")
        });
        self.rule(!value.chars().any(is_unprintable), field, || {
            format!("{label} may not contain control characters.")
        });
    }

    fn required(&mut self, field: &str, label: &str, value: &str) {
        self.rule(!value.is_empty(), field, || format!("{label} is needed."));
    }

    fn seat(&mut self, config: &Config, seat: &str) {
        self.required("seat", "The PC number", seat);
        self.text("seat", "The PC number", seat, config.seat_length);
    }

    fn end(self) -> Result<(), Problem> {
        if self.broken.is_empty() {
            Ok(())
        } else {
            Err(Problem::invalid_fields(self.broken))
        }
    }
}

/// PostgreSQL can't store NUL in a text, and no other of these was ever meant.
fn is_unprintable(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\r' | '\t')
}

/// The question with surrounding white space removed, if it keeps the rules.
///
/// # Errors
/// Names every field that breaks one.
pub fn question(config: &Config, question: Question) -> Result<Question, Problem> {
    let question = Question {
        seat: question.seat.trim().to_owned(),
        description: question.description.trim().to_owned(),
        topic: question.topic.trim().to_owned(),
        shared: question.shared,
    };
    let mut check = Check::default();
    check.seat(config, &question.seat);
    check.required("description", "A description", &question.description);
    check.text(
        "description",
        "The description",
        &question.description,
        config.description_length,
    );
    check.text("topic", "The topic", &question.topic, NAME_LENGTH);
    check.end()?;
    Ok(question)
}

/// A PC number without surrounding white space, if it keeps the rules.
///
/// # Errors
/// Names the field if not.
pub fn seat(config: &Config, text: &str) -> Result<String, Problem> {
    let text = text.trim();
    let mut check = Check::default();
    check.seat(config, text);
    check.end()?;
    Ok(text.to_owned())
}

/// Whether the lab offers `topic`; no topic is always fine.
///
/// # Errors
/// Names the field if not.
pub fn topic(topic: &str, offered: &[String]) -> Result<(), Problem> {
    if topic.is_empty() || offered.iter().any(|known| known == topic) {
        Ok(())
    } else {
        Err(Problem::invalid("topic", "This lab has no such topic."))
    }
}

/// A note or reason without surrounding white space, if it keeps the rules.
///
/// # Errors
/// Names `field` if not.
pub fn note(config: &Config, field: &str, text: &str) -> Result<String, Problem> {
    let text = text.trim().to_owned();
    let mut check = Check::default();
    check.text(field, "The text", &text, config.note_length);
    check.end()?;
    Ok(text)
}

/// Words to all who wait, without surrounding white space, if they keep the rules; none is fine.
///
/// # Errors
/// Names the field if not.
pub fn announcement(text: &str) -> Result<String, Problem> {
    let text = text.trim().to_owned();
    let mut check = Check::default();
    check.text("text", "The announcement", &text, ANNOUNCEMENT_LENGTH);
    check.end()?;
    Ok(text)
}

/// A lab's texts without surrounding white space, if they keep the rules.
///
/// # Errors
/// Names every field that breaks one.
pub fn lab(config: &Config, text: LabText) -> Result<LabText, Problem> {
    let lab = LabText {
        name: text.name.trim().to_owned(),
        room: text.room.trim().to_owned(),
        topics: text
            .topics
            .iter()
            .map(|topic| topic.trim().to_owned())
            .collect(),
    };
    let mut check = Check::default();
    check.required("name", "The name", &lab.name);
    check.text("name", "The name", &lab.name, NAME_LENGTH);
    check.text("room", "The room", &lab.room, NAME_LENGTH);
    check.rule(lab.topics.len() <= config.topics, "topics", || {
        format!("A lab may have at most {} topics.", config.topics)
    });
    for (index, topic) in lab.topics.iter().enumerate() {
        check.required("topics", "The name of a topic", topic);
        check.text("topics", "A topic", topic, NAME_LENGTH);
        check.rule(!lab.topics[..index].contains(topic), "topics", || {
            format!("The topic {topic:?} is there twice.")
        });
    }
    check.end()?;
    Ok(lab)
}

/// Whether an idempotency key can be kept.
///
/// # Errors
/// Names the header if not.
pub fn idempotency_key(key: &str) -> Result<(), Problem> {
    let mut check = Check::default();
    check.text("Idempotency-Key", "The key", key, KEY_LENGTH);
    check.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_broken_rule_is_named_at_its_field() {
        let problem = question(
            &Config::default(),
            Question {
                seat: " ".into(),
                description: "a\0b".into(),
                topic: String::new(),
                shared: false,
            },
        )
        .unwrap_err();
        let fields: Vec<_> = problem
            .fields
            .iter()
            .map(|field| field.field.as_str())
            .collect();
        assert_eq!(fields, ["seat", "description"]);
    }

    #[test]
    fn a_topic_must_be_one_of_the_labs() {
        let offered = ["Loops".to_owned()];
        assert!(topic("Loops", &offered).is_ok());
        assert!(topic("", &offered).is_ok());
        assert!(topic("Lops", &offered).is_err());
    }

    #[test]
    fn the_same_topic_twice_is_refused() {
        let text = LabText {
            name: "A".into(),
            room: String::new(),
            topics: vec!["x".into(), " x ".into()],
        };
        assert_eq!(
            lab(&Config::default(), text).unwrap_err().fields[0].field,
            "topics"
        );
    }
}
