//! Who is told what.
//!
//! From the events of a lab's queue this service keeps a picture of who waits ([`store::requests`]),
//! decides who is to be told ([`domain`]), and keeps what each person was told
//! ([`store::notifications`]) with an unread count that is right at every commit.

use std::sync::Arc;

use handup_bus::rpc::RpcServer;
use handup_chassis::{Deps, Service};
use handup_contracts::events;
use handup_contracts::v1::notification::methods;
use handup_identity::Verifier;
use handup_runtime::SharedClock;
use handup_store::Store;
use handup_store::migration::{Migrations, with_messaging};

pub mod config;
pub mod domain;
mod handlers;
pub mod store;

pub use config::Config;

/// Name of the service: in subjects, and of its database.
pub const NAME: &str = "notification";

/// What every handler works with.
pub(crate) struct App {
    store: Store,
    verifier: Arc<Verifier>,
    clock: SharedClock,
    config: Config,
}

/// Puts the service together; nothing runs yet.
#[must_use]
pub fn build(config: Config, deps: Deps) -> Service {
    let service = Service::new(NAME, &deps);
    let app = Arc::new(App {
        store: deps.store,
        verifier: deps.verifier,
        clock: deps.clock,
        config,
    });
    service
        .rpc(
            RpcServer::new(NAME)
                .method(methods::List, &app, handlers::list::handle)
                .method(methods::MarkRead, &app, handlers::mark_read::handle),
        )
        .consumer(events::NOTIFICATION_QUEUE, &app, handlers::on_queue::handle)
}

/// The tables of this service.
#[must_use]
pub fn migrations() -> Migrations {
    with_messaging(store::migration::migrations())
}
