//! People, their sessions and what they may do where.

use handup_contracts::Problem;
use handup_contracts::v1::{auth, types};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::model::{all, id, optional_id, present, time};

/// What a person may do in a lab or an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// Asks for help.
    Student,
    /// Helps.
    Tutor,
    /// Sets up labs and sees their figures.
    Manager,
}

/// How a session's tokens reach the client.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Transport {
    /// As cookies that scripts can't read; for browsers.
    #[default]
    Cookie,
    /// In the answer; for tools.
    Bearer,
}

/// An account, as its owner sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Account {
    pub(crate) id: Uuid,
    #[schema(examples("ada"))]
    pub(crate) username: String,
    #[schema(examples("Ada Lovelace"))]
    pub(crate) display_name: String,
    #[schema(examples("ada@example.org"))]
    pub(crate) email: String,
    /// Administrator of the whole platform.
    pub(crate) admin: bool,
    pub(crate) created_at: Timestamp,
}

/// A person's role in one lab or, without a lab, in a whole organisation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Membership {
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    #[schema(examples("ada"))]
    pub(crate) username: String,
    #[schema(examples("Ada Lovelace"))]
    pub(crate) display_name: String,
    pub(crate) organisation_id: Uuid,
    /// Absent where the role holds in the whole organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lab_id: Option<Uuid>,
    pub(crate) role: Role,
    pub(crate) created_at: Timestamp,
}

/// A university, faculty or other institution.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Organisation {
    pub(crate) id: Uuid,
    #[schema(examples("Faculty of Physics"))]
    pub(crate) name: String,
    /// IANA name of the time zone its times are shown in.
    #[schema(examples("Europe/Berlin"))]
    pub(crate) time_zone: String,
    pub(crate) plan: Plan,
}

/// What an organisation has subscribed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Plan {
    /// The core.
    Standard,
    /// Advanced analytics too.
    Subscription,
}

/// A session that was begun or renewed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Session {
    pub(crate) session_id: Uuid,
    /// When the access token ends.
    pub(crate) access_expires_at: Timestamp,
    /// When the session ends, if it is not renewed before.
    pub(crate) refresh_expires_at: Timestamp,
    pub(crate) account: Account,
    pub(crate) memberships: Vec<Membership>,
    /// Only with transport `bearer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) access_token: Option<String>,
    /// Only with transport `bearer`. Good for one renewal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refresh_token: Option<String>,
}

/// One of a person's own sessions.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OwnSession {
    pub(crate) id: Uuid,
    /// What the device called itself.
    #[schema(examples("Firefox on Linux"))]
    pub(crate) device: String,
    pub(crate) created_at: Timestamp,
    pub(crate) last_used_at: Timestamp,
    /// Whether the question was asked in this session.
    pub(crate) current: bool,
}

/// The code with which students join a lab.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct JoinCode {
    pub(crate) lab_id: Uuid,
    #[schema(examples("H7KQ2MPX"))]
    pub(crate) code: String,
}

impl TryFrom<auth::JoinCodeReply> for JoinCode {
    type Error = Problem;

    fn try_from(reply: auth::JoinCodeReply) -> Result<Self, Problem> {
        Ok(Self {
            lab_id: id(&reply.lab_id)?,
            code: reply.code,
        })
    }
}

impl TryFrom<types::Role> for Role {
    type Error = Problem;

    fn try_from(role: types::Role) -> Result<Self, Problem> {
        match role {
            types::Role::Student => Ok(Self::Student),
            types::Role::Tutor => Ok(Self::Tutor),
            types::Role::Manager => Ok(Self::Manager),
            types::Role::Unspecified => Err(Problem::internal("a role that is not specified")),
        }
    }
}

impl From<Role> for types::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Student => Self::Student,
            Role::Tutor => Self::Tutor,
            Role::Manager => Self::Manager,
        }
    }
}

impl TryFrom<types::Account> for Account {
    type Error = Problem;

    fn try_from(account: types::Account) -> Result<Self, Problem> {
        Ok(Self {
            id: id(&account.id)?,
            username: account.username,
            display_name: account.display_name,
            email: account.email,
            admin: account.admin,
            created_at: time(account.created_at_ms)?,
        })
    }
}

impl TryFrom<types::Membership> for Membership {
    type Error = Problem;

    fn try_from(membership: types::Membership) -> Result<Self, Problem> {
        Ok(Self {
            id: id(&membership.id)?,
            account_id: id(&membership.account_id)?,
            organisation_id: id(&membership.organisation_id)?,
            lab_id: optional_id(&membership.lab_id)?,
            role: membership.role().try_into()?,
            created_at: time(membership.created_at_ms)?,
            username: membership.username,
            display_name: membership.display_name,
        })
    }
}

impl TryFrom<types::Organisation> for Organisation {
    type Error = Problem;

    fn try_from(organisation: types::Organisation) -> Result<Self, Problem> {
        let plan = match organisation.plan.as_str() {
            "standard" => Plan::Standard,
            "subscription" => Plan::Subscription,
            other => return Err(Problem::internal(format!("plan {other:?}"))),
        };
        Ok(Self {
            id: id(&organisation.id)?,
            name: organisation.name,
            time_zone: organisation.time_zone,
            plan,
        })
    }
}

impl TryFrom<auth::SessionReply> for Session {
    type Error = Problem;

    fn try_from(reply: auth::SessionReply) -> Result<Self, Problem> {
        Ok(Self {
            session_id: id(&reply.session_id)?,
            access_expires_at: time(reply.access_expires_at_ms)?,
            refresh_expires_at: time(reply.refresh_expires_at_ms)?,
            account: present(reply.account, "the account")?.try_into()?,
            memberships: all(reply.memberships)?,
            access_token: Some(reply.access_token),
            refresh_token: Some(reply.refresh_token),
        })
    }
}

impl TryFrom<auth::SessionInfo> for OwnSession {
    type Error = Problem;

    fn try_from(session: auth::SessionInfo) -> Result<Self, Problem> {
        Ok(Self {
            id: id(&session.id)?,
            device: session.device,
            created_at: time(session.created_at_ms)?,
            last_used_at: time(session.last_used_at_ms)?,
            current: session.current,
        })
    }
}
