//! The database is the truth; this crate is the only way to it.
//!
//! [`Store`] holds a pool for reading that the database itself keeps from writing, and lanes for
//! writing: [`Store::write_tx`] is the only way to write. A write hands in its events with
//! [`WriteTx::emit`]; they are saved in the same transaction ([`outbox`]) and handed to the relay
//! after commit. Rows that nobody reads meanwhile can wait for the end of the transaction, to be
//! written together with those of other works ([`WriteTx::gather`]). A consumer records what it has seen in the transaction of its effect ([`inbox`]).

mod connect;
mod error;
mod figures;
mod handed_on;
pub mod inbox;
mod lane;
pub mod migration;
pub mod outbox;
mod pieces;
mod pool;
mod update_each;
mod write;

pub use connect::{DatabaseSettings, Store};
pub use error::Error;
pub use outbox::Committed;
pub use pieces::{LARGEST_PIECE, padded, pieces};
pub use update_each::update_each;
pub use write::{Gathered, WriteTx};
