//! Where the seats of a room stand: on a grid, so that distances can be compared.

use std::collections::HashSet;

use handup_contracts::v1::types;
use handup_contracts::{FieldProblem, Problem};
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::domain::fields;

/// Most seats in one room.
const MOST: usize = 400;
/// Columns and rows of the grid.
const SIDE: i32 = 40;

/// A seat's place in the room.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Seat {
    /// From 0, front to back.
    pub row: i32,
    /// From 0, left to right.
    pub column: i32,
    /// PC number, as written on the seat.
    pub name: String,
}

impl Seat {
    /// This seat as a message.
    #[must_use]
    pub fn message(self) -> types::Seat {
        types::Seat {
            name: self.name,
            column: self.column,
            row: self.row,
        }
    }
}

/// The seats that messages ask for, row by row.
///
/// # Errors
/// Names every field that breaks a rule: names and places are there once, and on the grid.
pub fn from_messages(config: &Config, messages: Vec<types::Seat>) -> Result<Vec<Seat>, Problem> {
    if messages.len() > MOST {
        let text = format!("A room may have at most {MOST} seats.");
        return Err(Problem::invalid("seats", text));
    }
    let mut broken = Vec::new();
    let mut seats: Vec<Seat> = Vec::new();
    let (mut names, mut places) = (HashSet::new(), HashSet::new());
    for (index, message) in messages.into_iter().enumerate() {
        let mut refuse = |field: &str, message: String| {
            broken.push(FieldProblem {
                field: format!("seats[{index}].{field}"),
                message,
            });
        };
        let (column, row) = (message.column, message.row);
        for (field, value) in [("column", column), ("row", row)] {
            if !(0..SIDE).contains(&value) {
                let last = SIDE - 1;
                refuse(field, format!("Columns and rows go from 0 to {last}."));
            }
        }
        if !places.insert((column, row)) {
            refuse("column", "Another seat stands there.".to_owned());
        }
        match fields::seat(config, &message.name) {
            Err(problem) => problem
                .fields
                .into_iter()
                .for_each(|field| refuse("seat", field.message)),
            Ok(name) if !names.insert(name.clone()) => {
                refuse("seat", "This PC is there twice.".to_owned());
            }
            Ok(name) => seats.push(Seat { row, column, name }),
        }
    }
    if !broken.is_empty() {
        return Err(Problem::invalid_fields(broken));
    }
    seats.sort_unstable();
    Ok(seats)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(name: &str, column: i32, row: i32) -> types::Seat {
        types::Seat {
            name: name.to_owned(),
            column,
            row,
        }
    }

    #[test]
    fn seats_stand_row_by_row() {
        let seats = vec![message("3", 0, 1), message(" 2 ", 1, 0), message("1", 0, 0)];
        let names: Vec<_> = from_messages(&Config::default(), seats)
            .unwrap()
            .into_iter()
            .map(|seat| seat.name)
            .collect();
        assert_eq!(names, ["1", "2", "3"]);
    }

    #[test]
    fn every_seat_that_can_not_stand_is_named() {
        let seats = vec![
            message("1", 0, 0),
            message("1", 1, 0),
            message("2", 0, 0),
            message("", 40, -1),
        ];
        let problem = from_messages(&Config::default(), seats).unwrap_err();
        let fields: Vec<_> = problem.fields.into_iter().map(|one| one.field).collect();
        assert_eq!(
            fields,
            [
                "seats[1].seat",
                "seats[2].column",
                "seats[3].column",
                "seats[3].row",
                "seats[3].seat"
            ]
        );
    }
}
