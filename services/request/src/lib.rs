//! The service `request`: labs, their queues, and the life of help requests.
//!
//! Its database says who waits and in which order. Every change of a queue gets the next revision
//! of that queue and one event, in one transaction, while the lab's row is locked.

pub mod config;
pub mod domain;
mod handlers;
pub mod operator;
mod store;
mod sweep;

use std::sync::Arc;
use std::time::Duration;

use handup_bus::rpc::RpcServer;
use handup_chassis::{Deps, Service};
use handup_contracts::events;
use handup_contracts::v1::request::methods;
use handup_identity::{Directory, Verifier, directory};
use handup_runtime::SharedClock;
use handup_store::Store;
use handup_store::migration::{Migrations, with_messaging};

pub use config::Config;

/// Name of the service in subjects, consumers and the database.
pub const NAME: &str = "request";

/// What handlers work with.
pub(crate) struct App {
    config: Config,
    store: Store,
    bus: handup_bus::Bus,
    verifier: Arc<Verifier>,
    directory: Arc<Directory>,
    clock: SharedClock,
}

/// All migrations of this service's database, in order.
#[must_use]
pub fn migrations() -> Migrations {
    with_messaging(vec![
        directory::migration(),
        Box::new(store::migrations::LabsAndRequests),
        Box::new(store::migrations::Policies),
        Box::new(store::migrations::Schedules),
        Box::new(store::migrations::SameProblem),
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
    });
    Service::new(NAME, &deps)
        .rpc(
            RpcServer::new(NAME)
                .method(methods::CreateLab, &app, handlers::create_lab::handle)
                .method(methods::UpdateLab, &app, handlers::update_lab::handle)
                .method(
                    methods::SetQueueOpen,
                    &app,
                    handlers::set_queue_open::handle,
                )
                .method(methods::SetPaused, &app, handlers::set_paused::handle)
                .method(methods::SetPolicy, &app, handlers::set_policy::handle)
                .method(methods::SetSchedule, &app, handlers::set_schedule::handle)
                .method(methods::SetSeats, &app, handlers::set_seats::handle)
                .method(methods::Announce, &app, handlers::announce::handle)
                .method(
                    methods::ListLabHistory,
                    &app,
                    handlers::list_lab_history::handle,
                )
                .method(methods::Hold, &app, handlers::hold::handle)
                .method(methods::Release, &app, handlers::release::handle)
                .method(methods::Join, &app, handlers::join::handle)
                .method(methods::Leave, &app, handlers::leave::handle)
                .method(methods::Claim, &app, handlers::claim::handle)
                .method(methods::Undo, &app, handlers::undo::handle)
                .method(methods::MoveFirst, &app, handlers::move_first::handle)
                .method(methods::HandOver, &app, handlers::hand_over::handle)
                .method(methods::GetLab, &app, handlers::get_lab::handle)
                .method(methods::ListLabs, &app, handlers::list_labs::handle)
                .method(methods::Create, &app, handlers::create::handle)
                .method(methods::Edit, &app, handlers::edit::handle)
                .method(methods::Cancel, &app, handlers::cancel::handle)
                .method(methods::Resolve, &app, handlers::resolve::handle)
                .method(methods::Accept, &app, handlers::accept::handle)
                .method(methods::Complete, &app, handlers::complete::handle)
                .method(
                    methods::ReportNotFound,
                    &app,
                    handlers::report_not_found::handle,
                )
                .method(methods::PutBack, &app, handlers::put_back::handle)
                .method(methods::Get, &app, handlers::get::handle)
                .method(methods::GetPlace, &app, handlers::get_place::handle)
                .method(methods::List, &app, handlers::list::handle)
                .method(methods::GetQueue, &app, handlers::get_queue::handle)
                .method(methods::WatchQueue, &app, handlers::watch_queue::handle)
                .method(
                    methods::ListRevisions,
                    &app,
                    handlers::list_revisions::handle,
                ),
        )
        .consumer(
            events::REQUEST_MEMBERSHIPS,
            &directory,
            directory::on_membership,
        )
        .consumer(
            events::REQUEST_ORGANISATIONS,
            &app,
            handlers::on_organisation::handle,
        )
        .consumer(
            events::REQUEST_AVAILABILITY,
            &app,
            handlers::on_availability::handle,
        )
        .every(
            "schedule-sweep",
            Duration::from_millis(app.config.sweep_ms),
            &app,
            sweep::schedule::run,
        )
        .every("figures", sweep::figures::EVERY, &app, sweep::figures::run)
}
