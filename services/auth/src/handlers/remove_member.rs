use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{MembershipReply, RemoveMemberRequest};
use uuid::Uuid;

use crate::App;
use crate::announce::{self, Stamp};
use crate::domain::membership::{self, Change};
use crate::handlers::asker::asker;
use crate::handlers::{lab_access, last_manager};
use crate::messages;
use crate::store::accounts;
use crate::store::memberships::{self, Scope};

/// Takes somebody's role in a lab away. Doing it twice is fine.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<RemoveMemberRequest>,
) -> Result<MembershipReply, Problem> {
    let asker = asker(&app, &call.caller).await?;
    let lab = lab_access::managed(&app, &asker, &call.input.lab_id).await?;
    let member = member(&app, &call.input.account_id).await?;
    let stamp = Stamp::new(app.clock.as_ref(), asker.person.actor());
    let member = Arc::new(member);
    let work = Arc::new((lab, asker.account, Arc::clone(&member), stamp));
    let row = app
        .store
        .write_tx(&work.0.id.to_string(), move |tx| {
            let work = Arc::clone(&work);
            async move {
                let (lab, asker, member, stamp) = work.as_ref();
                last_manager::may_lose(tx, lab, asker, member.id).await?;
                let scope = Scope::lab(lab);
                if memberships::lock(tx, member.id, scope).await?.is_none() {
                    return Err(not_a_member().into());
                }
                let (row, change) =
                    memberships::change(tx, member.id, scope, stamp.seed(), |held| {
                        held.map_or(Change::Keep, membership::remove)
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

async fn member(app: &App, account_id: &str) -> Result<accounts::Model, Problem> {
    let account_id = Uuid::parse_str(account_id).map_err(|_| not_a_member())?;
    accounts::by_id(app.store.read(), account_id)
        .await?
        .ok_or_else(not_a_member)
}

fn not_a_member() -> Problem {
    Problem::not_found("This person is not a member of this lab.")
}
