//! `analytics.v1.get_wait`

use std::sync::Arc;

use futures::FutureExt as _;
use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::analytics::{GetWaitRequest, WaitReply};
use handup_identity::Role;
use uuid::Uuid;

use crate::App;
use crate::domain::wait::{self, Situation};
use crate::store::estimates::{self, estimate};

/// How long a request will wait. What is told first is kept, to learn from what comes of it.
///
/// # Errors
/// If nobody is logged in, the role does not allow it, an id is malformed, or the database is away.
pub async fn handle(app: Arc<App>, call: Call<GetWaitRequest>) -> Result<WaitReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    let id = |text: &str| {
        Uuid::parse_str(text).map_err(|_| Problem::not_found("There is no such request."))
    };
    let (lab_id, request_id) = (id(&call.input.lab_id)?, id(&call.input.request_id)?);
    app.directory
        .require(&call.caller, &person, lab_id, Role::Student)
        .await?;
    let pace = app.paces.of(lab_id).await?;
    let situation = Situation {
        ahead: usize::try_from(call.input.ahead).unwrap_or_default(),
        at_work: pace.at_work,
        free: pace.free,
        help_ms: pace.help_ms,
    };
    let held = pace.past.iter().filter(|past| past.held).count();
    let mut reply = WaitReply {
        tutors_at_work: i32::try_from(pace.at_work).unwrap_or(i32::MAX),
        estimates: i64::try_from(pace.past.len()).unwrap_or(i64::MAX),
        estimates_held: i64::try_from(held).unwrap_or(i64::MAX),
        ..WaitReply::default()
    };
    let Some(guess_ms) = situation.guess_ms() else {
        return Ok(reply);
    };
    let range = wait::range(guess_ms, &pace.past);
    reply.known = true;
    reply.from_ms = range.from_ms;
    reply.to_ms = range.to_ms;
    if app.paces.is_first(request_id) {
        let row = estimate::Model {
            request_id,
            lab_id,
            guess_ms,
            from_ms: range.from_ms,
            to_ms: range.to_ms,
            told_at_ms: app.clock.now_ms(),
        };
        app.store
            .write_tx_soon(&request_id.to_string(), move |tx| {
                let row = row.clone();
                async move { estimates::remember(tx, row).await }.boxed()
            })
            .await?;
        app.paces.was_told(request_id);
    }
    Ok(reply)
}
