//! A service's own copy of the memberships.
//!
//! Fed by events; where it knows nothing of a person in a lab (the event may still be on its way),
//! it asks auth and remembers the answer for a moment.

use std::sync::Arc;
use std::time::Duration;

use handup_bus::consumer::Delivery;
use handup_bus::{Bus, Caller};
use handup_contracts::Problem;
use handup_contracts::ids::{id, optional_id};
use handup_contracts::v1::auth::{GetRoleRequest, methods};
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::types::{Membership, Role};
use handup_store::{Error, Store, WriteTx, inbox};
use moka::sync::Cache;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ExprTrait as _, Set};
use uuid::Uuid;

use crate::token::Person;

mod memberships;
mod migration;

pub use migration::migration;

use memberships::Memberships;

/// How long an answer of auth is remembered: about as long as an event may take.
const REMEMBER: Duration = Duration::from_secs(2);
/// Answers of auth that are remembered.
const REMEMBERED: u64 = 50_000;
/// Labs whose organisation is kept in memory; it never changes.
const KNOWN_LABS: u64 = 10_000;

mod member {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "directory_members")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: Uuid,
        pub organisation_id: Uuid,
        /// Nothing: the role holds in the whole organisation.
        pub lab_id: Option<Uuid>,
        pub role: i32,
        pub removed: bool,
        pub version: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod lab {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "directory_labs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub lab_id: Uuid,
        pub organisation_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Answers which role a person has in a lab.
pub struct Directory {
    store: Store,
    bus: Bus,
    memberships: Memberships,
    organisations: Cache<Uuid, Uuid>,
    asked: Cache<(Uuid, Uuid), Role>,
}

impl Directory {
    /// The directory kept in `store`, whose migrations must include [`migration`].
    #[must_use]
    pub fn new(store: Store, bus: Bus) -> Self {
        Self {
            memberships: Memberships::read_from(store.clone()),
            store,
            bus,
            organisations: Cache::new(KNOWN_LABS),
            asked: Cache::builder()
                .max_capacity(REMEMBERED)
                .time_to_live(REMEMBER)
                .build(),
        }
    }

    /// The highest role `person` has in `lab_id`; [`Role::Unspecified`] for none. `caller` must be
    /// the call that `person` made: auth may be asked with its token.
    ///
    /// # Errors
    /// If the database, or auth when it has to be asked, is not available.
    pub async fn role(
        &self,
        caller: &Caller,
        person: &Person,
        lab_id: Uuid,
    ) -> Result<Role, Problem> {
        if person.admin {
            return Ok(Role::Manager);
        }
        if let Some(organisation_id) = self.organisation(lab_id).await? {
            let role = self.known_role(person.id, lab_id, organisation_id).await?;
            if role != Role::Unspecified {
                return Ok(role);
            }
        }
        if let Some(role) = self.asked.get(&(person.id, lab_id)) {
            return Ok(role);
        }
        self.ask(caller, person.id, lab_id).await
    }

    /// Like [`Directory::role`], for what needs at least the role `least`.
    ///
    /// # Errors
    /// Not found for those without any role: they need not know that the lab exists. Forbidden for
    /// those whose role is too low.
    pub async fn require(
        &self,
        caller: &Caller,
        person: &Person,
        lab_id: Uuid,
        least: Role,
    ) -> Result<Role, Problem> {
        let role = self.role(caller, person, lab_id).await?;
        if role == Role::Unspecified {
            return Err(Problem::not_found(
                "There is no such lab, or you have not joined it.",
            ));
        }
        if role < least {
            return Err(Problem::forbidden(match least {
                Role::Manager => "Only a manager of this lab may do this.",
                _ => "Only tutors and managers of this lab may do this.",
            }));
        }
        Ok(role)
    }

    /// The highest role that somebody has in `lab_id` as far as events have told: for people who
    /// are only spoken of, in whose name nobody can be asked.
    ///
    /// # Errors
    /// If the database is not available.
    pub async fn known(&self, account_id: Uuid, lab_id: Uuid) -> Result<Role, Problem> {
        match self.organisation(lab_id).await? {
            Some(organisation_id) => self.known_role(account_id, lab_id, organisation_id).await,
            None => Ok(Role::Unspecified),
        }
    }

    /// Saves what `membership` says, unless something newer is known.
    ///
    /// # Errors
    /// If the membership has malformed ids or the database refuses.
    pub async fn apply(tx: &WriteTx, membership: &Membership) -> Result<(), Error> {
        let row = member::ActiveModel {
            id: Set(id(&membership.id)?),
            account_id: Set(id(&membership.account_id)?),
            organisation_id: Set(id(&membership.organisation_id)?),
            lab_id: Set(optional_id(&membership.lab_id)?),
            role: Set(membership.role),
            removed: Set(membership.removed),
            version: Set(membership.version),
        };
        // The lab first, everywhere: two transactions that take the same rows in another order
        // would wait for each other.
        if let Some(lab_id) = optional_id(&membership.lab_id)? {
            Self::learn_lab(tx, lab_id, id(&membership.organisation_id)?).await?;
        }
        member::Entity::insert(row)
            .on_conflict(
                OnConflict::column(member::Column::Id)
                    .update_columns([
                        member::Column::Role,
                        member::Column::Removed,
                        member::Column::Version,
                    ])
                    .action_and_where(
                        Expr::col((member::Entity, member::Column::Version)).lt(membership.version),
                    )
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
        Ok(())
    }

    /// Saves to which organisation a lab belongs.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn learn_lab(tx: &WriteTx, lab_id: Uuid, organisation_id: Uuid) -> Result<(), Error> {
        let row = lab::ActiveModel {
            lab_id: Set(lab_id),
            organisation_id: Set(organisation_id),
        };
        lab::Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
        Ok(())
    }

    async fn organisation(&self, lab_id: Uuid) -> Result<Option<Uuid>, Problem> {
        if let Some(known) = self.organisations.get(&lab_id) {
            return Ok(Some(known));
        }
        let row = lab::Entity::find_by_id(lab_id)
            .one(self.store.read())
            .await
            .map_err(Error::from)?;
        if let Some(row) = &row {
            self.organisations.insert(lab_id, row.organisation_id);
        }
        Ok(row.map(|row| row.organisation_id))
    }

    async fn known_role(
        &self,
        account_id: Uuid,
        lab_id: Uuid,
        organisation_id: Uuid,
    ) -> Result<Role, Problem> {
        let held = self.memberships.of(account_id).await?;
        Ok(held
            .into_iter()
            .filter(|row| match row.lab_id {
                Some(lab) => lab == lab_id,
                None => row.organisation_id == organisation_id,
            })
            .map(|row| role_of(row.role))
            .max()
            .unwrap_or(Role::Unspecified))
    }

    /// Only remembered, not saved: the event does that. Two replicas that saved the same rows in
    /// another order than the consumer would wait for each other.
    async fn ask(&self, caller: &Caller, account_id: Uuid, lab_id: Uuid) -> Result<Role, Problem> {
        let question = GetRoleRequest {
            lab_id: lab_id.to_string(),
        };
        let reply = self.bus.call(methods::GetRole, caller, &question).await?;
        if let Ok(organisation_id) = Uuid::parse_str(&reply.organisation_id) {
            self.organisations.insert(lab_id, organisation_id);
        }
        let role = reply.role();
        if role != Role::Unspecified {
            self.asked.insert((account_id, lab_id), role);
        }
        Ok(role)
    }
}

/// Handles an event about a membership: the same in every service that keeps a directory.
///
/// # Errors
/// If the event carries something else, or the database is not available.
pub async fn on_membership(directory: Arc<Directory>, delivery: Delivery) -> Result<(), Problem> {
    let Some(State::Membership(membership)) = delivery.event.state else {
        return Err(Problem::internal("a membership event without a membership"));
    };
    let (consumer, event_id) = (delivery.consumer, delivery.id);
    let seen_at_ms = delivery.event.occurred_at_ms;
    let key = membership.organisation_id.clone();
    let membership = Arc::new(membership);
    directory
        .store
        .write_tx_soon(&key, move |tx| {
            let membership = Arc::clone(&membership);
            Box::pin(async move {
                if inbox::first_time(tx, consumer, event_id, seen_at_ms).await? {
                    Directory::apply(tx, &membership).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(())
}

fn role_of(number: i32) -> Role {
    Role::try_from(number).unwrap_or(Role::Unspecified)
}
