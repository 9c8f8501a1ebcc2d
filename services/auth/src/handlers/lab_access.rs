//! Labs, as far as somebody may see them.

use std::time::Duration;

use handup_contracts::Problem;
use handup_contracts::v1::types::Role;
use handup_runtime::ids;
use tokio::time::Instant;
use uuid::Uuid;

use crate::App;
use crate::handlers::asker::Asker;
use crate::store::{labs, memberships};

/// A lab made less than this long ago may be one whose event is still on its way.
const YOUNG_MS: i64 = 5_000;
/// How often the table is looked at meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What a person may do in a lab, and why.
pub(crate) struct Access {
    pub(crate) lab: labs::Model,
    /// Unspecified for none.
    pub(crate) role: Role,
    pub(crate) memberships: Vec<memberships::Model>,
}

/// The lab with this id, with the asker's role in it. Nothing if there is no such lab.
pub(crate) async fn find(
    app: &App,
    asker: &Asker,
    lab_id: Uuid,
) -> Result<Option<Access>, Problem> {
    let Some(lab) = known_lab(app, lab_id).await? else {
        return Ok(None);
    };
    let memberships = memberships::in_lab(app.store.read(), asker.account.id, &lab).await?;
    let role = if asker.account.admin {
        Role::Manager
    } else {
        memberships
            .iter()
            .map(memberships::Model::role)
            .max()
            .unwrap_or(Role::Unspecified)
    };
    Ok(Some(Access {
        lab,
        role,
        memberships,
    }))
}

/// The lab with the id `text`, for a manager of it.
///
/// # Errors
/// Not found for those who do not belong to it: they need not know that it exists. Forbidden for
/// those who are not managers.
pub(crate) async fn managed(app: &App, asker: &Asker, text: &str) -> Result<labs::Model, Problem> {
    let lab_id = Uuid::parse_str(text).map_err(|_| no_such_lab())?;
    let access = find(app, asker, lab_id).await?.ok_or_else(no_such_lab)?;
    match access.role {
        Role::Manager => Ok(access.lab),
        Role::Unspecified => Err(no_such_lab()),
        _ => Err(Problem::forbidden(
            "Only a manager of this lab may do this.",
        )),
    }
}

/// The lab with this id. Waits a little for one that is so new that the event of its making may
/// still be on its way here.
pub(crate) async fn known_lab(app: &App, lab_id: Uuid) -> Result<Option<labs::Model>, Problem> {
    let patience = Instant::now() + Duration::from_millis(app.config.new_lab_patience_ms);
    let mut looks = tokio::time::interval(LOOK_EVERY);
    loop {
        looks.tick().await;
        if let Some(lab) = labs::by_id(app.store.read(), lab_id).await? {
            return Ok(Some(lab));
        }
        let young = ids::made_at_ms(lab_id)
            .is_some_and(|made_at_ms| (app.clock.now_ms() - made_at_ms).abs() < YOUNG_MS);
        if !young || Instant::now() >= patience {
            return Ok(None);
        }
    }
}

fn no_such_lab() -> Problem {
    Problem::not_found("There is no such lab, or you have not joined it.")
}
