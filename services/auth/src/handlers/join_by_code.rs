use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::auth::{JoinByCodeRequest, MembershipReply};

use crate::App;
use crate::announce::{self, Stamp};
use crate::domain::{join_code, membership};
use crate::handlers::asker::asker;
use crate::handlers::lab_access::known_lab;
use crate::messages;
use crate::store::memberships::{self, Scope};
use crate::store::{join_codes, labs};

/// Makes the asker a student of the lab that a code belongs to.
pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<JoinByCodeRequest>,
) -> Result<MembershipReply, Problem> {
    let asker = asker(&app, &call.caller).await?;
    let lab = lab_of_code(&app, &call.input.code).await?;
    let account = Arc::new(asker.account);
    let known = memberships::in_lab(app.store.read(), account.id, &lab).await?;
    if let Some(whole) = known.iter().find(|row| row.lab_id.is_none()) {
        // A member of the whole organisation belongs to each of its labs already.
        return Ok(MembershipReply {
            membership: Some(messages::membership(whole, &account)),
        });
    }
    let scope = Scope::lab(&lab);
    let stamp = Stamp::new(app.clock.as_ref(), asker.person.actor());
    let joining = Arc::clone(&account);
    let row = app
        .store
        .write_tx(&lab.id.to_string(), move |tx| {
            let (account, stamp) = (Arc::clone(&joining), stamp.clone());
            async move {
                let (row, change) =
                    memberships::change(tx, account.id, scope, stamp.seed(), membership::join)
                        .await?;
                if let Some(event) = announce::membership(&stamp, change, &row, &account) {
                    tx.emit(event);
                }
                Ok(row)
            }
            .boxed()
        })
        .await?;
    Ok(MembershipReply {
        membership: Some(messages::membership(&row, &account)),
    })
}

async fn lab_of_code(app: &App, typed: &str) -> Result<labs::Model, Problem> {
    let unknown = || Problem::invalid("code", "No lab has this code. Please check it.");
    let code = join_code::normalised(typed).ok_or_else(unknown)?;
    let row = join_codes::by_code(app.store.read(), &code)
        .await?
        .ok_or_else(unknown)?;
    known_lab(app, row.lab_id).await?.ok_or_else(unknown)
}
