//! The service `assignment`: who can help now, and who takes what next.

pub mod config;
pub mod domain;
mod handlers;
mod store;
mod sweep;

use std::sync::Arc;
use std::time::Duration;

use handup_bus::Bus;
use handup_bus::rpc::RpcServer;
use handup_chassis::{Deps, Service};
use handup_contracts::events;
use handup_contracts::v1::assignment::methods;
use handup_identity::{Directory, Verifier, directory};
use handup_runtime::SharedClock;
use handup_store::Store;
use handup_store::migration::{Migrations, with_messaging};
use moka::sync::Cache;
use uuid::Uuid;

pub use config::Config;

/// Name of the service in subjects, consumers and the database.
pub const NAME: &str = "assignment";

/// What handlers work with.
pub(crate) struct App {
    config: Config,
    store: Store,
    bus: Bus,
    verifier: Arc<Verifier>,
    directory: Arc<Directory>,
    clock: SharedClock,
    /// Labs that were seen a moment ago to make no offers: what only waits there is let pass
    /// without asking the database, because in a rush that is nearly all there is.
    idle: Cache<Uuid, ()>,
}

/// How long a lab that was seen to make no offers counts as such.
pub(crate) const IDLE: Duration = Duration::from_secs(1);
/// Labs remembered.
const IDLE_LABS: u64 = 10_000;

/// All migrations of this service's database, in order.
#[must_use]
pub fn migrations() -> Migrations {
    with_messaging(vec![
        directory::migration(),
        Box::new(store::migrations::AvailabilityAndPresence),
        Box::new(store::migrations::Offers),
        Box::new(store::migrations::Seats),
    ])
}

/// The service, ready to run.
#[must_use]
pub fn build(config: Config, deps: Deps) -> Service {
    let directory = Arc::new(Directory::new(deps.store.clone(), deps.bus.clone()));
    let app = Arc::new(App {
        config,
        store: deps.store.clone(),
        bus: deps.bus.clone(),
        verifier: Arc::clone(&deps.verifier),
        directory: Arc::clone(&directory),
        clock: Arc::clone(&deps.clock),
        idle: Cache::builder()
            .max_capacity(IDLE_LABS)
            .time_to_live(IDLE)
            .build(),
    });
    Service::new(NAME, &deps)
        .rpc(
            RpcServer::new(NAME)
                .method(
                    methods::SetAvailability,
                    &app,
                    handlers::set_availability::handle,
                )
                .method(
                    methods::GetAvailability,
                    &app,
                    handlers::get_availability::handle,
                )
                .method(
                    methods::ListAvailability,
                    &app,
                    handlers::list_availability::handle,
                )
                .method(methods::TakeNext, &app, handlers::take_next::handle)
                .method(
                    methods::ListMyOffers,
                    &app,
                    handlers::list_my_offers::handle,
                )
                .method(methods::AcceptOffer, &app, handlers::accept_offer::handle)
                .method(methods::DeclineOffer, &app, handlers::decline_offer::handle)
                .method(methods::ListOffers, &app, handlers::list_offers::handle)
                .method(
                    methods::ReportPresence,
                    &app,
                    handlers::report_presence::handle,
                ),
        )
        .consumer(
            events::ASSIGNMENT_MEMBERSHIPS,
            &directory,
            directory::on_membership,
        )
        .consumer(
            events::ASSIGNMENT_REQUESTS,
            &app,
            handlers::on_request::handle,
        )
        .consumer(events::ASSIGNMENT_LABS, &app, handlers::on_queue::handle)
        .every(
            "presence-sweep",
            Duration::from_millis(app.config.sweep_ms),
            &app,
            sweep::presence::run,
        )
        .every(
            "offer-sweep",
            Duration::from_millis(app.config.offer_sweep_ms),
            &app,
            sweep::offers::run,
        )
        .every("figures", sweep::figures::EVERY, &app, sweep::figures::run)
}
