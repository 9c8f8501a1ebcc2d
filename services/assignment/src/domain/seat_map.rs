//! How far seats of a room stand from each other.

use std::collections::HashMap;

/// A room's seats on a grid; empty where nobody has drawn it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeatMap {
    /// Column and row of each seat, by PC number.
    places: HashMap<String, (i32, i32)>,
    /// Distance to somewhere in the room: half its width and half its depth.
    somewhere: i32,
}

impl SeatMap {
    /// The map of these seats: PC number, column, row.
    #[must_use]
    pub fn new(seats: impl IntoIterator<Item = (String, i32, i32)>) -> Self {
        let places: HashMap<_, _> = seats
            .into_iter()
            .map(|(name, column, row)| (name, (column, row)))
            .collect();
        let extent = |side: fn(&(i32, i32)) -> i32| {
            let (least, most) = (
                places.values().map(side).min(),
                places.values().map(side).max(),
            );
            most.unwrap_or_default() - least.unwrap_or_default()
        };
        let somewhere = (extent(|place| place.0) + extent(|place| place.1)) / 2;
        Self { places, somewhere }
    }

    /// Steps along the rows and columns to the seat `to`, from the seat where somebody was last;
    /// nothing if `to` is not on the map. Who was not seen yet may be anywhere.
    #[must_use]
    pub fn distance(&self, from: Option<&str>, to: &str) -> Option<i32> {
        let to = self.places.get(to)?;
        let from = from.and_then(|seat| self.places.get(seat));
        Some(from.map_or(self.somewhere, |from| {
            (from.0 - to.0).abs() + (from.1 - to.1).abs()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_counted_along_rows_and_columns_and_who_was_not_seen_may_be_anywhere() {
        let seats = [("1", 0, 0), ("2", 9, 0), ("3", 9, 5)];
        let map = SeatMap::new(seats.map(|(name, column, row)| (name.to_owned(), column, row)));
        assert_eq!(map.distance(Some("1"), "3"), Some(14));
        assert_eq!(map.distance(Some("2"), "2"), Some(0));
        assert_eq!(map.distance(None, "3"), Some(7));
        assert_eq!(map.distance(Some("corridor"), "3"), Some(7));
        assert_eq!(map.distance(Some("1"), "corridor"), None);
        assert_eq!(SeatMap::default().distance(Some("1"), "1"), None);
    }
}
