//! Plays sessions of a lab with the real policy code, event by event, and says how long students
//! waited and how evenly tutors helped. The same seed plays the same session.

pub mod estimates;
pub mod figures;
pub mod profile;
pub mod session;
