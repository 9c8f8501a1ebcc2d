//! Who was offered what, and why: for managers of the lab.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::assignment::{ListOffersRequest, OffersReply};
use handup_contracts::v1::types::{Offer, Role};
use uuid::Uuid;

use crate::App;
use crate::handlers::lab_id;
use crate::store::offers::{self, OfferRow};

const LARGEST_PAGE: i32 = 100;
const USUAL_PAGE: i32 = 50;

pub(crate) async fn handle(
    app: Arc<App>,
    call: Call<ListOffersRequest>,
) -> Result<OffersReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    let lab_id = lab_id(&call.input.lab_id)?;
    let id = |field: &str, text: &str, message: &str| match text {
        "" => Ok(None),
        text => Uuid::parse_str(text)
            .map(Some)
            .map_err(|_| Problem::invalid(field, message)),
    };
    let request_id = id(
        "request_id",
        &call.input.request_id,
        "This is not a request's id.",
    )?;
    let before = id("page", &call.input.page, "This is not a page of this list.")?;
    let size = match call.input.page_size {
        0 => USUAL_PAGE,
        size if (1..=LARGEST_PAGE).contains(&size) => size,
        _ => {
            let text = format!("A page has 1 to {LARGEST_PAGE} entries.");
            return Err(Problem::invalid("page_size", text));
        }
    };
    app.directory
        .require(&call.caller, &person, lab_id, Role::Manager)
        .await?;
    let wanted = usize::try_from(size).unwrap_or(1);
    // One more tells whether there is a next page.
    let limit = wanted as u64 + 1;
    let mut rows = offers::list(app.store.read(), lab_id, request_id, before, limit).await?;
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    let next_page = rows.last().filter(|_| more).map(|row| row.id.to_string());
    let offers: Vec<Offer> = rows
        .iter()
        .map(OfferRow::message)
        .collect::<Result<_, _>>()?;
    Ok(OffersReply {
        offers,
        next_page: next_page.unwrap_or_default(),
    })
}
