//! What every request passes on its way in and out: who asks, from where, how often, how large;
//! and how a refusal leaves.

pub(crate) mod asker;
pub(crate) mod client;
pub(crate) mod figures;
pub(crate) mod frame;
pub(crate) mod input;
pub(crate) mod limits;
pub(crate) mod origin;
pub(crate) mod refusal;
pub(crate) mod session;
