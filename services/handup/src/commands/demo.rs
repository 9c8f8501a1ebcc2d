use anyhow::Context as _;
use handup_auth::operator::{NewUser, Operator, Place};
use handup_contracts::v1::types::Role;
use handup_request::domain::fields::LabText;
use handup_request::domain::policy::Policy;
use handup_runtime::SharedClock;
use uuid::Uuid;

use crate::commands::migrate::migrate;
use crate::commands::say;
use crate::settings::Settings;
use crate::system::Part;

/// Password of all demo accounts. Printed, so it protects nothing: demo data belongs on loopback.
const PASSWORD: &str = "handup-demo-2026";
/// Join code of the demo lab.
const JOIN_CODE: &str = "HANDUP26";
const ORGANISATION: &str = "Demo University";
const TIME_ZONE: &str = "Europe/Berlin";
/// (username, name to show, role).
const PEOPLE: [(&str, &str, Role); 6] = [
    ("mona", "Mona Manager", Role::Manager),
    ("tom", "Tom Tutor", Role::Tutor),
    ("tina", "Tina Tutor", Role::Tutor),
    ("sam", "Sam Student", Role::Student),
    ("sue", "Sue Student", Role::Student),
    ("stan", "Stan Student", Role::Student),
];

#[derive(Debug, clap::Args)]
pub(super) struct Demo {}

impl Demo {
    pub(super) async fn run(self, settings: Settings, clock: SharedClock) -> anyhow::Result<()> {
        migrate(&settings, &[Part::Auth, Part::Request]).await?;
        say(&fill(&settings, &clock).await?);
        Ok(())
    }
}

/// Fills the databases of auth and request; what is there already stays. Returns what to tell the
/// operator.
pub(super) async fn fill(settings: &Settings, clock: &SharedClock) -> anyhow::Result<String> {
    let auth = Part::Auth.open_store(settings).await?;
    let request = Part::Request.open_store(settings).await?;
    let operator = Operator::new(&settings.auth, auth.clone(), clock.clone());
    for (username, name, _) in PEOPLE {
        operator
            .create_user(NewUser {
                username: username.to_owned(),
                email: format!("{username}@demo.example"),
                password: PASSWORD.to_owned(),
                display_name: name.to_owned(),
                admin: false,
            })
            .await?;
    }
    let organisation = operator
        .create_organisation(ORGANISATION, TIME_ZONE)
        .await?;
    let organisation_id: Uuid = organisation.id.parse().context("id of the organisation")?;
    let lab = handup_request::operator::ensure_lab(
        &request,
        clock,
        organisation_id,
        LabText {
            name: "Programming 1".to_owned(),
            room: "Room 1.42".to_owned(),
            topics: ["Loops", "Functions", "Recursion", "Tooling"]
                .map(str::to_owned)
                .to_vec(),
        },
        &Policy::default(),
    )
    .await?;
    let lab_id: Uuid = lab.id.parse().context("id of the lab")?;
    operator.learn_lab(lab_id, organisation_id).await?;
    operator.ensure_join_code(lab_id, JOIN_CODE).await?;
    for (username, _, role) in PEOPLE {
        let place = match role {
            Role::Manager => Place::Organisation(organisation_id),
            _ => Place::Lab(lab_id),
        };
        operator.grant(username, place, role).await?;
    }
    auth.close().await;
    request.close().await;
    Ok(greeting())
}

fn greeting() -> String {
    let mut text = format!(
        "Demo accounts, all with the password {PASSWORD} (lab \"Programming 1\", join code {JOIN_CODE}):"
    );
    for (username, _, role) in PEOPLE {
        let role = format!("{role:?}").to_lowercase();
        text.push_str(&format!("\n  {username:<6} {role}"));
    }
    text
}
