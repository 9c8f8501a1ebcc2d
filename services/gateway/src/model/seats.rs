//! Where the seats of a room stand.

use handup_contracts::v1::types;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A seat's place on the grid of a room.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlacedSeat {
    /// PC number.
    #[schema(min_length = 1, max_length = 20, examples("14"))]
    pub(crate) seat: String,
    /// From 0, left to right.
    #[schema(minimum = 0, maximum = 39, examples(3))]
    pub(crate) column: i32,
    /// From 0, front to back.
    #[schema(minimum = 0, maximum = 39, examples(1))]
    pub(crate) row: i32,
}

/// The seats of a room; empty where nobody has drawn it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeatMap {
    /// Row by row. Every PC and every place is there once.
    #[schema(max_items = 400)]
    pub(crate) seats: Vec<PlacedSeat>,
}

impl From<Vec<types::Seat>> for SeatMap {
    fn from(seats: Vec<types::Seat>) -> Self {
        let seats = seats.into_iter().map(|seat| PlacedSeat {
            seat: seat.name,
            column: seat.column,
            row: seat.row,
        });
        Self {
            seats: seats.collect(),
        }
    }
}

impl From<SeatMap> for Vec<types::Seat> {
    fn from(map: SeatMap) -> Self {
        let seats = map.seats.into_iter().map(|seat| types::Seat {
            name: seat.seat,
            column: seat.column,
            row: seat.row,
        });
        seats.collect()
    }
}
