//! What the past requests of a lab say.
//!
//! A projection made from events alone ([`store::facts`]) and the figures drawn from it
//! ([`domain`]). It can be thrown away and made anew: [`rebuild()`].

use std::sync::Arc;

use handup_bus::rpc::RpcServer;
use handup_chassis::{Deps, Service};
use handup_contracts::events;
use handup_contracts::v1::analytics::methods;
use handup_identity::Verifier;
use handup_identity::directory::{self, Directory};
use handup_runtime::SharedClock;
use handup_store::Store;
use handup_store::migration::{Migrations, with_messaging};

pub mod config;
pub mod domain;
mod handlers;
mod hints;
mod pace;
mod rebuild;
pub mod store;

pub use config::Config;
pub use rebuild::rebuild;

use hints::Hints;
use pace::Paces;

/// Name of the service: in subjects, and of its database.
pub const NAME: &str = "analytics";

/// What every handler works with.
pub(crate) struct App {
    store: Store,
    verifier: Arc<Verifier>,
    directory: Arc<Directory>,
    clock: SharedClock,
    hints: Arc<Hints>,
    paces: Paces,
}

/// Puts the service together; nothing runs yet.
#[must_use]
pub fn build(config: Config, deps: Deps) -> Service {
    let service = Service::new(NAME, &deps);
    let hints = Arc::new(Hints::new(deps.bus.clone(), config.hint_every_ms));
    let app = Arc::new(App {
        directory: Arc::new(Directory::new(deps.store.clone(), deps.bus)),
        paces: Paces::new(deps.store.clone()),
        store: deps.store,
        verifier: deps.verifier,
        clock: deps.clock,
        hints: Arc::clone(&hints),
    });
    service
        .rpc(
            RpcServer::new(NAME)
                .method(
                    methods::GetLabStatistics,
                    &app,
                    handlers::get_lab_statistics::handle,
                )
                .method(methods::GetWait, &app, handlers::get_wait::handle),
        )
        .consumer(
            events::ANALYTICS_AVAILABILITY,
            &app,
            handlers::on_availability::handle,
        )
        .consumer(
            events::ANALYTICS_REQUESTS,
            &app,
            handlers::on_request::handle,
        )
        .consumer(
            events::ANALYTICS_MEMBERSHIPS,
            &app.directory,
            directory::on_membership,
        )
        .task("statistics-hints", move |shutdown| async move {
            hints.run(&shutdown).await;
            Ok(())
        })
}

/// The tables of this service.
#[must_use]
pub fn migrations() -> Migrations {
    with_messaging(vec![
        directory::migration(),
        store::migration::tables(),
        store::migration::wait_tables(),
        store::migration::held_column(),
    ])
}
