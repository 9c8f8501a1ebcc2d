//! What operators do: the command line and the demo data.
//!
//! Needs a store alone: events are saved with what they tell of, and published by the service when
//! it runs. Everything may be called again: what is there already stays as it is.

use std::sync::Arc;

use futures::FutureExt as _;
use handup_contracts::Problem;
use handup_contracts::v1::types::{Account, Membership, Organisation, Role};
use handup_runtime::SharedClock;
use handup_store::Store;
use uuid::Uuid;

use crate::announce::{self, Stamp};
use crate::config::Config;
use crate::domain::account::{self, Form};
use crate::domain::{join_code, membership, organisation};
use crate::handlers::create_organisation::new_row;
use crate::passwords::Passwords;
use crate::store::memberships::{self, Scope};
use crate::store::{accounts, join_codes, labs, organisations};
use crate::{messages, random, registration};

/// Somebody who gets an account.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// As for people who register themselves.
    pub username: String,
    /// As for people who register themselves.
    pub email: String,
    /// As for people who register themselves.
    pub password: String,
    /// The username where empty.
    pub display_name: String,
    /// Administrator of the whole platform.
    pub admin: bool,
}

/// Where a role is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In one lab, which this service must know of: see [`Operator::learn_lab`].
    Lab(Uuid),
    /// In a whole organisation.
    Organisation(Uuid),
}

/// Acts on the store of this service in the name of an operator.
pub struct Operator {
    store: Store,
    clock: SharedClock,
    passwords: Passwords,
}

impl Operator {
    /// On `store`, whose tables must be up to date.
    #[must_use]
    pub fn new(config: &Config, store: Store, clock: SharedClock) -> Self {
        Self {
            store,
            clock,
            passwords: Passwords::new(config.hashing.clone()),
        }
    }

    /// Makes an account. If the username belongs to the same e-mail address already, that account
    /// is returned as it is.
    ///
    /// # Errors
    /// Names every field that breaks a rule or is taken.
    pub async fn create_user(&self, user: NewUser) -> Result<Account, Problem> {
        let existing = accounts::by_username(self.store.read(), &user.username).await?;
        if let Some(row) = existing.filter(|row| row.email_key == account::key(&user.email)) {
            return Ok(messages::account(&row));
        }
        let form = Form {
            username: &user.username,
            email: &user.email,
            password: &user.password,
            password_confirmation: &user.password,
            display_name: &user.display_name,
        };
        let names = registration::check(&self.store, &form).await?;
        let hash = self.passwords.hash(user.password).await?;
        let row = registration::account(names, hash, user.admin, self.clock.now_ms());
        let stamp = Stamp::by_operator(self.clock.as_ref());
        let saved = Arc::clone(&row);
        self.store
            .write_tx("accounts", move |tx| {
                let (row, stamp) = (Arc::clone(&saved), stamp.clone());
                async move {
                    accounts::insert(tx, row.as_ref().clone()).await?;
                    tx.emit(announce::registered(&stamp, &row));
                    Ok(())
                }
                .boxed()
            })
            .await?;
        Ok(messages::account(&row))
    }

    /// Gives somebody exactly this role at a place.
    ///
    /// # Errors
    /// If the person or the place is not known.
    pub async fn grant(
        &self,
        username: &str,
        place: Place,
        role: Role,
    ) -> Result<Membership, Problem> {
        if role == Role::Unspecified {
            return Err(Problem::invalid(
                "role",
                "The role must be student, tutor or manager.",
            ));
        }
        let account = accounts::by_username(self.store.read(), username)
            .await?
            .ok_or_else(|| {
                Problem::invalid("username", "Nobody with this username has registered.")
            })?;
        let scope = self.scope(place).await?;
        let stamp = Stamp::by_operator(self.clock.as_ref());
        let account = Arc::new(account);
        let member = Arc::clone(&account);
        let key = scope.lab_id.unwrap_or(scope.organisation_id).to_string();
        let row = self
            .store
            .write_tx(&key, move |tx| {
                let (account, stamp) = (Arc::clone(&member), stamp.clone());
                async move {
                    let (row, change) =
                        memberships::change(tx, account.id, scope, stamp.seed(), |held| {
                            membership::assign(held, role)
                        })
                        .await?;
                    if let Some(event) = announce::membership(&stamp, change, &row, &account) {
                        tx.emit(event);
                    }
                    Ok(row)
                }
                .boxed()
            })
            .await?;
        Ok(messages::membership(&row, &account))
    }

    /// Makes an organisation. If one with this name is there, it is returned as it is.
    ///
    /// # Errors
    /// Names every field that breaks a rule.
    pub async fn create_organisation(
        &self,
        name: &str,
        time_zone: &str,
    ) -> Result<Organisation, Problem> {
        let founding = organisation::check(name, time_zone).map_err(Problem::invalid_fields)?;
        let existing = organisations::by_name(self.store.read(), &founding.name_key).await?;
        if let Some(row) = existing {
            return Ok(messages::organisation(&row));
        }
        let row = Arc::new(new_row(founding));
        let stamp = Stamp::by_operator(self.clock.as_ref());
        let saved = Arc::clone(&row);
        self.store
            .write_tx("organisations", move |tx| {
                let (row, stamp) = (Arc::clone(&saved), stamp.clone());
                async move {
                    organisations::insert(tx, row.as_ref().clone()).await?;
                    tx.emit(announce::organisation_created(&stamp, &row));
                    Ok(())
                }
                .boxed()
            })
            .await?;
        Ok(messages::organisation(&row))
    }

    /// Tells this service of a lab before the event of its making arrives, and makes its join code.
    ///
    /// # Errors
    /// If the database is not available.
    pub async fn learn_lab(&self, lab_id: Uuid, organisation_id: Uuid) -> Result<(), Problem> {
        let code = random::join_code()?;
        let row = labs::Model {
            id: lab_id,
            organisation_id,
            // Older than every event.
            version: 0,
        };
        self.store
            .write_tx(&lab_id.to_string(), move |tx| {
                let (row, code) = (row.clone(), code.clone());
                async move {
                    join_codes::ensure(tx, lab_id, code).await?;
                    labs::learn(tx, row).await
                }
                .boxed()
            })
            .await?;
        Ok(())
    }

    /// Gives a lab this join code, whether the lab is known yet or not.
    ///
    /// # Errors
    /// If it can't be a code, or is another lab's.
    pub async fn ensure_join_code(&self, lab_id: Uuid, code: &str) -> Result<(), Problem> {
        let code = join_code::normalised(code).ok_or_else(|| {
            Problem::invalid(
                "code",
                "A join code has 8 letters and digits, without 0, O, 1, I and L.",
            )
        })?;
        self.store
            .write_tx(&lab_id.to_string(), move |tx| {
                let code = code.clone();
                async move { join_codes::replace(tx, lab_id, code).await }.boxed()
            })
            .await?;
        Ok(())
    }

    async fn scope(&self, place: Place) -> Result<Scope, Problem> {
        match place {
            Place::Lab(lab_id) => {
                let lab = labs::by_id(self.store.read(), lab_id).await?;
                lab.as_ref().map(Scope::lab).ok_or_else(|| {
                    Problem::not_found("There is no such lab, or auth has not heard of it yet.")
                })
            }
            Place::Organisation(id) => organisations::by_id(self.store.read(), id)
                .await?
                .map(|row| Scope::organisation(row.id))
                .ok_or_else(|| Problem::not_found("There is no such organisation.")),
        }
    }
}
