//! Puts numbered items in order.

use std::collections::BTreeMap;

/// Holds items that came too early until those before them are there.
#[derive(Debug)]
pub(crate) struct Reorder<T> {
    waiting: BTreeMap<i64, T>,
    capacity: usize,
}

impl<T> Reorder<T> {
    /// Holds at most `capacity` items; the latest are dropped first, as what is behind a gap that
    /// long has to be loaded anyway.
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            waiting: BTreeMap::new(),
            capacity,
        }
    }

    /// Takes the item with this `number` in.
    pub(crate) fn hold(&mut self, number: i64, item: T) {
        self.waiting.insert(number, item);
        if self.waiting.len() > self.capacity {
            self.waiting.pop_last();
        }
    }

    /// Gives out what follows `current` without a gap, in order, and forgets what is not newer.
    pub(crate) fn following(&mut self, current: i64) -> Vec<T> {
        self.waiting = self.waiting.split_off(&current.saturating_add(1));
        let mut ready = Vec::new();
        let mut next = current.saturating_add(1);
        while let Some(item) = self.waiting.remove(&next) {
            ready.push(item);
            next += 1;
        }
        ready
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_out_in_order_and_once() {
        let mut reorder = Reorder::new(8);
        for number in [4, 2, 2, 1] {
            reorder.hold(number, number);
        }
        assert_eq!(reorder.following(1), [2]);
        assert_eq!(reorder.following(2), [0_i64; 0]);
        reorder.hold(3, 3);
        assert_eq!(reorder.following(2), [3, 4]);
        assert_eq!(reorder.following(4), [0_i64; 0]);
    }

    #[test]
    fn no_more_is_held_than_allowed() {
        let mut reorder = Reorder::new(2);
        for number in [9, 5, 7, 6] {
            reorder.hold(number, number);
        }
        assert_eq!(reorder.following(4), [5, 6]);
    }
}
