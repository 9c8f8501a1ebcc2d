//! Pure rules: what a tutor's availability follows from, which request is taken next, who is asked
//! to take which request, and how help is shared out.

pub mod availability;
pub mod next;
pub mod offers;
pub mod seat_map;
pub mod share;
