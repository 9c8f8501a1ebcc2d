//! The live relay: what happens in the services reaches every browser that watches.
//!
//! One plain subscription per process feeds all sockets. An event is written once per view and
//! shared by reference with every socket; no question is asked per watcher. A socket that is slow
//! loses its queue and gets a fresh picture instead: it never slows others and never grows.

mod connection;
mod figures;
mod hub;
mod lab;
mod loading;
mod outbox;
mod people;
mod presence;
mod protocol;
mod relay;
mod sending;
pub(crate) mod socket;
mod statistics;
mod subscription;
mod threads;

pub(crate) use hub::Hub;
