//! Accounts, sessions, signing keys, organisations and memberships.
//!
//! [`build`] makes the service; [`SigningKeys`] is also the source of keys for this service's own
//! verifier; [`operator`] does what the command line and the demo data need, with a store alone.

mod announce;
mod config;
mod domain;
mod handlers;
mod messages;
mod opened_session;
pub mod operator;
mod passwords;
mod random;
mod refresh_token;
mod registration;
mod signing;
mod store;
mod upkeep;

use std::sync::Arc;
use std::time::Duration;

use handup_bus::rpc::RpcServer;
use handup_chassis::{Deps, Service};
use handup_contracts::events::AUTH_LABS;
use handup_contracts::v1::auth::methods;
use handup_identity::{ServiceTokens, Verifier};
use handup_runtime::SharedClock;
use handup_store::Store;
use handup_store::migration::{Migrations, with_messaging};

pub use config::{Config, Hashing};
pub use signing::SigningKeys;

use passwords::Passwords;

/// Name of the service.
pub const NAME: &str = "auth";

/// What every handler works with.
pub(crate) struct App {
    config: Config,
    store: Store,
    clock: SharedClock,
    verifier: Arc<Verifier>,
    keys: Arc<SigningKeys>,
    passwords: Passwords,
}

/// The tables of this service.
#[must_use]
pub fn migrations() -> Migrations {
    with_messaging(vec![Box::new(store::migration::FirstTables)])
}

/// The verifier to put into the [`Deps`] of this service: it reads the keys from the store, where
/// others ask this service for them.
#[must_use]
pub fn verifier(
    config: &Config,
    store: &Store,
    services: ServiceTokens,
    clock: &SharedClock,
) -> Verifier {
    let keys = SigningKeys::new(config, store.clone(), Arc::clone(clock));
    Verifier::new(keys, services, Arc::clone(clock))
}

/// The service, ready to run. `deps.verifier` is best made by [`verifier`].
#[must_use]
pub fn build(config: Config, deps: Deps) -> Service {
    let service = Service::new(NAME, &deps);
    let upkeep_every = Duration::from_millis(config.upkeep_every_ms);
    let keys = Arc::new(SigningKeys::new(
        &config,
        deps.store.clone(),
        Arc::clone(&deps.clock),
    ));
    let app = Arc::new(App {
        passwords: Passwords::new(config.hashing.clone()),
        config,
        store: deps.store,
        clock: deps.clock,
        verifier: deps.verifier,
        keys,
    });
    service
        .rpc(rpc(&app))
        .consumer(AUTH_LABS, &app, handlers::lab_changed::handle)
        .every("auth-upkeep", upkeep_every, &app, upkeep::run)
}

fn rpc(app: &Arc<App>) -> RpcServer {
    RpcServer::new(NAME)
        .method(methods::Register, app, handlers::register::handle)
        .method(methods::LogIn, app, handlers::log_in::handle)
        .method(methods::Refresh, app, handlers::refresh::handle)
        .method(methods::GetKeys, app, handlers::get_keys::handle)
        .method(methods::LogOut, app, handlers::log_out::handle)
        .method(methods::GetMe, app, handlers::get_me::handle)
        .method(methods::ListSessions, app, handlers::list_sessions::handle)
        .method(methods::EndSession, app, handlers::end_session::handle)
        .method(methods::JoinByCode, app, handlers::join_by_code::handle)
        .method(methods::GetRole, app, handlers::get_role::handle)
        .method(
            methods::CreateOrganisation,
            app,
            handlers::create_organisation::handle,
        )
        .method(
            methods::ListOrganisations,
            app,
            handlers::list_organisations::handle,
        )
        .method(methods::ListMembers, app, handlers::list_members::handle)
        .method(methods::AddMember, app, handlers::add_member::handle)
        .method(methods::RemoveMember, app, handlers::remove_member::handle)
        .method(methods::GetJoinCode, app, handlers::get_join_code::handle)
        .method(
            methods::ReplaceJoinCode,
            app,
            handlers::replace_join_code::handle,
        )
}
