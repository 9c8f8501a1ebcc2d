//! Who belongs where, with which role.

use handup_contracts::Problem;
use handup_contracts::v1::types::Role;
use handup_store::{Error, WriteTx};
use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict};

use crate::domain::membership::{Change, Held};
use crate::store::{accounts, labs, locked};

mod entity {
    #![expect(
        clippy::disallowed_methods,
        reason = "the derived active model could begin a transaction of its own; nothing asks it to"
    )]

    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "memberships")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: Uuid,
        pub organisation_id: Uuid,
        /// Nothing: in the whole organisation.
        pub lab_id: Option<Uuid>,
        /// The lab, else the organisation: one membership per person and scope.
        pub scope_id: Uuid,
        pub role: i32,
        pub removed: bool,
        pub version: i64,
        pub created_at_ms: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use entity::{Column, Entity, Model};

impl Model {
    /// The role, removed or not.
    pub(crate) fn role(&self) -> Role {
        Role::try_from(self.role).unwrap_or(Role::Unspecified)
    }

    fn held(&self) -> Held {
        Held {
            role: self.role(),
            removed: self.removed,
        }
    }
}

/// Where a membership holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) organisation_id: Uuid,
    /// Nothing: the whole organisation.
    pub(crate) lab_id: Option<Uuid>,
}

impl Scope {
    /// One lab.
    pub(crate) fn lab(lab: &labs::Model) -> Self {
        Self {
            organisation_id: lab.organisation_id,
            lab_id: Some(lab.id),
        }
    }

    /// A whole organisation.
    pub(crate) fn organisation(organisation_id: Uuid) -> Self {
        Self {
            organisation_id,
            lab_id: None,
        }
    }

    fn id(self) -> Uuid {
        self.lab_id.unwrap_or(self.organisation_id)
    }
}

/// What a new membership gets, made outside of the transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed {
    pub(crate) id: Uuid,
    pub(crate) now_ms: i64,
}

/// The memberships of an account that are not removed.
pub(crate) async fn of_account<C: ConnectionTrait>(
    db: &C,
    account_id: Uuid,
) -> Result<Vec<Model>, Error> {
    Ok(Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Removed.eq(false))
        .all(db)
        .await?)
}

/// The memberships from which an account has a role in a lab: at most one of the lab itself and
/// one of its organisation.
pub(crate) async fn in_lab<C: ConnectionTrait>(
    db: &C,
    account_id: Uuid,
    lab: &labs::Model,
) -> Result<Vec<Model>, Error> {
    Ok(Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::ScopeId.is_in([lab.id, lab.organisation_id]))
        .filter(Column::Removed.eq(false))
        .all(db)
        .await?)
}

/// Everybody who has a role in a lab, by a membership of the lab or of its organisation.
pub(crate) async fn of_lab<C: ConnectionTrait>(
    db: &C,
    lab: &labs::Model,
) -> Result<Vec<(Model, accounts::Model)>, Error> {
    let memberships = Entity::find()
        .filter(Column::ScopeId.is_in([lab.id, lab.organisation_id]))
        .filter(Column::Removed.eq(false))
        .all(db)
        .await?;
    let members = memberships.iter().map(|membership| membership.account_id);
    let mut people: std::collections::HashMap<Uuid, accounts::Model> = accounts::Entity::find()
        .filter(accounts::Column::Id.is_in(members))
        .all(db)
        .await?
        .into_iter()
        .map(|account| (account.id, account))
        .collect();
    Ok(memberships
        .into_iter()
        .filter_map(|membership| {
            let account = people.get_mut(&membership.account_id)?.clone();
            Some((membership, account))
        })
        .collect())
}

/// How many memberships other than `except` make somebody a manager of `lab`.
pub(crate) async fn other_managers(
    tx: &WriteTx,
    lab: &labs::Model,
    except: Uuid,
) -> Result<u64, Error> {
    Ok(Entity::find()
        .filter(Column::ScopeId.is_in([lab.id, lab.organisation_id]))
        .filter(Column::Removed.eq(false))
        .filter(Column::Role.eq(i32::from(Role::Manager)))
        .filter(Column::Id.ne(except))
        .count(tx)
        .await?)
}

/// The membership of an account in a scope, removed or not, held until the end of the transaction.
pub(crate) async fn lock(
    tx: &WriteTx,
    account_id: Uuid,
    scope: Scope,
) -> Result<Option<Model>, Error> {
    let query = Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::ScopeId.eq(scope.id()));
    Ok(locked(query, tx).one(tx).await?)
}

/// Changes the membership of an account in a scope as `decide` says. Returns it as it is then,
/// with what was changed.
pub(crate) async fn change(
    tx: &WriteTx,
    account_id: Uuid,
    scope: Scope,
    seed: Seed,
    decide: impl Fn(Option<Held>) -> Change + Send,
) -> Result<(Model, Change), Error> {
    if let Some(row) = lock(tx, account_id, scope).await? {
        return apply(tx, row, &decide).await;
    }
    let change = decide(None);
    let held = change.applied(None).ok_or_else(nothing_to_change)?;
    let row = Model {
        id: seed.id,
        account_id,
        organisation_id: scope.organisation_id,
        lab_id: scope.lab_id,
        scope_id: scope.id(),
        role: held.role.into(),
        removed: held.removed,
        version: 1,
        created_at_ms: seed.now_ms,
    };
    let inserted = Entity::insert(row.clone().into_active_model())
        .on_conflict(
            OnConflict::columns([Column::AccountId, Column::ScopeId])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    if inserted > 0 {
        return Ok((row, change));
    }
    // Another replica inserted it between the look and the insert, and has committed.
    let row = lock(tx, account_id, scope)
        .await?
        .ok_or_else(nothing_to_change)?;
    apply(tx, row, &decide).await
}

async fn apply(
    tx: &WriteTx,
    mut row: Model,
    decide: &(impl Fn(Option<Held>) -> Change + Send),
) -> Result<(Model, Change), Error> {
    let change = decide(Some(row.held()));
    if change == Change::Keep {
        return Ok((row, change));
    }
    let held = change
        .applied(Some(row.held()))
        .ok_or_else(nothing_to_change)?;
    row.role = held.role.into();
    row.removed = held.removed;
    row.version += 1;
    let updated = Entity::update_many()
        .col_expr(Column::Role, Expr::value(row.role))
        .col_expr(Column::Removed, Expr::value(row.removed))
        .col_expr(Column::Version, Expr::value(row.version))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(row.version - 1))
        .exec(tx)
        .await?;
    if updated.rows_affected == 0 {
        return Err(Problem::internal("a locked membership was changed").into());
    }
    Ok((row, change))
}

fn nothing_to_change() -> Problem {
    Problem::internal("a membership to change is not there")
}
