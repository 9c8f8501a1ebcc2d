use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::v1::auth::{AddMemberRequest, MembershipReply};
use handup_contracts::v1::types::Role;
use handup_contracts::{FieldProblem, Problem};

use crate::App;
use crate::announce::{self, Stamp};
use crate::domain::membership;
use crate::handlers::asker::asker;
use crate::handlers::{lab_access, last_manager};
use crate::messages;
use crate::store::accounts;
use crate::store::memberships::{self, Scope};

/// Gives somebody a role in a lab.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<AddMemberRequest>,
) -> Result<MembershipReply, Problem> {
    let asker = asker(&app, &call.caller).await?;
    let lab = lab_access::managed(&app, &asker, &call.input.lab_id).await?;
    let (member, role) = check(&app, &call.input).await?;
    let stamp = Stamp::new(app.clock.as_ref(), asker.person.actor());
    let member = Arc::new(member);
    let work = Arc::new((lab, asker.account, Arc::clone(&member), stamp));
    let row = app
        .store
        .write_tx(&work.0.id.to_string(), move |tx| {
            let work = Arc::clone(&work);
            async move {
                let (lab, asker, member, stamp) = work.as_ref();
                if role < Role::Manager {
                    last_manager::may_lose(tx, lab, asker, member.id).await?;
                }
                let (row, change) =
                    memberships::change(tx, member.id, Scope::lab(lab), stamp.seed(), |held| {
                        membership::assign(held, role)
                    })
                    .await?;
                if let Some(event) = announce::membership(stamp, change, &row, member) {
                    tx.emit(event);
                }
                Ok(row)
            }
            .boxed()
        })
        .await?;
    Ok(MembershipReply {
        membership: Some(messages::membership(&row, &member)),
    })
}

/// Who is to be added, as what; every bad field is named.
async fn check(app: &App, input: &AddMemberRequest) -> Result<(accounts::Model, Role), Problem> {
    let mut problems = Vec::new();
    let mut complain = |field: &str, message: &str| {
        problems.push(FieldProblem {
            field: field.to_owned(),
            message: message.to_owned(),
        });
    };
    let account = accounts::by_username(app.store.read(), &input.username).await?;
    if account.is_none() {
        complain("username", "Nobody with this username has registered.");
    }
    if input.role() == Role::Unspecified {
        complain("role", "The role must be student, tutor or manager.");
    }
    match account {
        Some(account) if problems.is_empty() => Ok((account, input.role())),
        _ => Err(Problem::invalid_fields(problems)),
    }
}
