use anyhow::Context as _;
use handup_auth::operator::{NewUser, Operator, Place};
use handup_contracts::v1::types::Role;
use handup_runtime::SharedClock;
use uuid::Uuid;

use crate::commands::say;
use crate::settings::Settings;
use crate::system::Part;

#[derive(Debug, clap::Args)]
pub(super) struct User {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Make an account.
    Create(Create),
    /// Give somebody a role in a lab or in an organisation.
    Grant(Grant),
}

#[derive(Debug, clap::Args)]
struct Create {
    username: String,
    email: String,
    /// Name to show; the username without.
    #[arg(long, default_value = "")]
    name: String,
    /// Administrator of the whole platform.
    #[arg(long)]
    admin: bool,
    /// The password; kept out of the list of processes when it comes from the environment.
    #[arg(long, env = "HANDUP_PASSWORD", hide_env_values = true)]
    password: String,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false, id = "scope", args = ["lab", "organisation"])]
struct Grant {
    username: String,
    #[arg(value_enum)]
    role: RoleName,
    /// Id of the lab.
    #[arg(long)]
    lab: Option<Uuid>,
    /// Id of the organisation.
    #[arg(long)]
    organisation: Option<Uuid>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum RoleName {
    Student,
    Tutor,
    Manager,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Student => Role::Student,
            RoleName::Tutor => Role::Tutor,
            RoleName::Manager => Role::Manager,
        }
    }
}

impl User {
    pub(super) async fn run(self, settings: Settings, clock: SharedClock) -> anyhow::Result<()> {
        let store = Part::Auth.open_store(&settings).await?;
        let operator = Operator::new(&settings.auth, store.clone(), clock);
        match self.action {
            Action::Create(create) => {
                let account = operator
                    .create_user(NewUser {
                        username: create.username,
                        email: create.email,
                        password: create.password,
                        display_name: create.name,
                        admin: create.admin,
                    })
                    .await?;
                say(&format!("{} {}", account.id, account.username));
            }
            Action::Grant(grant) => {
                let place = match (grant.lab, grant.organisation) {
                    (Some(lab), _) => Place::Lab(lab),
                    (None, organisation) => {
                        Place::Organisation(organisation.context("a lab or an organisation")?)
                    }
                };
                let membership = operator
                    .grant(&grant.username, place, grant.role.into())
                    .await?;
                say(&format!(
                    "{} is {:?}",
                    membership.username,
                    membership.role()
                ));
            }
        }
        store.close().await;
        Ok(())
    }
}
