//! How a lab's queue is run: rules that managers set and change while it is open.

use std::fmt::Display;

use handup_contracts::v1::types::{self, AssignmentMode, QueueOrder};
use handup_contracts::{FieldProblem, Problem};
use serde::{Deserialize, Serialize};

/// How requests find their tutors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Tutors pick.
    Pull,
    /// The system offers.
    Push,
    /// The system offers, and tutors may also pick.
    Both,
}

/// Who is served first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Who came first.
    Fifo,
    /// Who was not helped in this session yet, then who came first.
    FirstHelpFirst,
}

/// A lab's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// How requests find their tutors.
    pub mode: Mode,
    /// Who is served first.
    pub order: Order,
    /// Seconds after help in which the same student can't ask again; 0 for none.
    pub cooldown_s: i32,
    /// Requests that a tutor may hold at once; 0: no limit.
    pub held_per_tutor: i32,
    /// Seconds in which an offer has to be answered.
    pub offer_deadline_s: i32,
    /// Seconds a helping tutor may be gone before the request goes back to the front.
    pub grace_s: i32,
    /// Seconds a student may hold the place of one request, all times together; 0: not at all.
    pub hold_limit_s: i32,
    /// Whether students may share what they ask, and others with the same problem join them.
    pub same_problem: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            mode: Mode::Pull,
            order: Order::Fifo,
            cooldown_s: 0,
            held_per_tutor: 1,
            offer_deadline_s: 30,
            grace_s: 120,
            hold_limit_s: 600,
            same_problem: false,
        }
    }
}

/// Name of the field, what it may be, and what to call it.
type Bound = (&'static str, i32, i32, &'static str);

const COOLDOWN: Bound = ("cooldown_s", 0, 7_200, "The cooldown");
const HELD: Bound = ("held_per_tutor", 0, 10, "The number of requests per tutor");
const OFFER_DEADLINE: Bound = ("offer_deadline_s", 5, 300, "The time to answer an offer");
const GRACE: Bound = ("grace_s", 10, 3_600, "The grace time");
const HOLD: Bound = ("hold_limit_s", 0, 3_600, "The time a place can be held");

impl Policy {
    /// The policy that a message asks for.
    ///
    /// # Errors
    /// Names every field that is out of bounds.
    pub fn from_message(message: &types::Policy) -> Result<Self, Problem> {
        let mut broken = Vec::new();
        let mut refuse = |field: &str, message: String| {
            broken.push(FieldProblem {
                field: field.to_owned(),
                message,
            });
        };
        let mode = match message.mode() {
            AssignmentMode::Push => Mode::Push,
            AssignmentMode::Both => Mode::Both,
            AssignmentMode::Pull => Mode::Pull,
            AssignmentMode::Unspecified => {
                refuse(
                    "mode",
                    "Say who looks for whom: pull, push or both.".to_owned(),
                );
                Mode::Pull
            }
        };
        let order = match message.order() {
            QueueOrder::FirstHelpFirst => Order::FirstHelpFirst,
            QueueOrder::Fifo => Order::Fifo,
            QueueOrder::Unspecified => {
                refuse("order", "Say who is served first.".to_owned());
                Order::Fifo
            }
        };
        for ((field, least, most, label), value) in [
            (COOLDOWN, message.cooldown_s),
            (HELD, message.held_per_tutor),
            (OFFER_DEADLINE, message.offer_deadline_s),
            (GRACE, message.grace_s),
            (HOLD, message.hold_limit_s),
        ] {
            if !(least..=most).contains(&value) {
                refuse(field, format!("{label} must be from {least} to {most}."));
            }
        }
        if !broken.is_empty() {
            return Err(Problem::invalid_fields(broken));
        }
        Ok(Self {
            mode,
            order,
            cooldown_s: message.cooldown_s,
            held_per_tutor: message.held_per_tutor,
            offer_deadline_s: message.offer_deadline_s,
            grace_s: message.grace_s,
            hold_limit_s: message.hold_limit_s,
            same_problem: message.same_problem,
        })
    }

    /// This policy as a message.
    #[must_use]
    pub fn message(&self) -> types::Policy {
        let mode = match self.mode {
            Mode::Pull => AssignmentMode::Pull,
            Mode::Push => AssignmentMode::Push,
            Mode::Both => AssignmentMode::Both,
        };
        let order = match self.order {
            Order::Fifo => QueueOrder::Fifo,
            Order::FirstHelpFirst => QueueOrder::FirstHelpFirst,
        };
        types::Policy {
            mode: mode.into(),
            order: order.into(),
            cooldown_s: self.cooldown_s,
            held_per_tutor: self.held_per_tutor,
            offer_deadline_s: self.offer_deadline_s,
            grace_s: self.grace_s,
            hold_limit_s: self.hold_limit_s,
            same_problem: self.same_problem,
        }
    }

    /// What `next` changes, in words; empty if nothing.
    #[must_use]
    pub fn changes(&self, next: &Self) -> String {
        let mut changes = Vec::new();
        let mut say = |what: &str, before: &dyn Display, after: &dyn Display| {
            let (before, after) = (before.to_string(), after.to_string());
            if before != after {
                changes.push(format!("{what}: {before} → {after}"));
            }
        };
        let seconds = |count: i32| format!("{count} s");
        say("Assignment", &mode_text(self.mode), &mode_text(next.mode));
        say("Order", &order_text(self.order), &order_text(next.order));
        say(
            "Cooldown",
            &seconds(self.cooldown_s),
            &seconds(next.cooldown_s),
        );
        say(
            "Requests per tutor",
            &self.held_per_tutor,
            &next.held_per_tutor,
        );
        say(
            "Time to answer an offer",
            &seconds(self.offer_deadline_s),
            &seconds(next.offer_deadline_s),
        );
        say("Grace time", &seconds(self.grace_s), &seconds(next.grace_s));
        say(
            "Holding a place",
            &seconds(self.hold_limit_s),
            &seconds(next.hold_limit_s),
        );
        let allowed = |yes: bool| if yes { "allowed" } else { "not allowed" };
        say(
            "Joining a shared question",
            &allowed(self.same_problem),
            &allowed(next.same_problem),
        );
        changes.join("; ")
    }
}

fn mode_text(mode: Mode) -> &'static str {
    match mode {
        Mode::Pull => "tutors pick",
        Mode::Push => "the system offers",
        Mode::Both => "the system offers and tutors may pick",
    }
}

fn order_text(order: Order) -> &'static str {
    match order {
        Order::Fifo => "who came first",
        Order::FirstHelpFirst => "first help first",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_out_of_bounds_is_named_at_its_field() {
        let message = types::Policy {
            cooldown_s: -1,
            grace_s: 5,
            ..Policy::default().message()
        };
        let problem = Policy::from_message(&message).unwrap_err();
        let fields: Vec<_> = problem.fields.iter().map(|field| &field.field).collect();
        assert_eq!(fields, ["cooldown_s", "grace_s"]);
    }

    #[test]
    fn a_policy_survives_the_way_through_a_message() {
        let policy = Policy {
            mode: Mode::Both,
            order: Order::FirstHelpFirst,
            ..Policy::default()
        };
        assert_eq!(Policy::from_message(&policy.message()), Ok(policy));
    }

    #[test]
    fn a_change_is_said_in_words_and_no_change_is_silent() {
        let next = Policy {
            mode: Mode::Push,
            grace_s: 60,
            ..Policy::default()
        };
        assert_eq!(
            Policy::default().changes(&next),
            "Assignment: tutors pick → the system offers; Grace time: 120 s → 60 s"
        );
        assert_eq!(next.changes(&next), "");
    }
}
