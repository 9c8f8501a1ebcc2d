//! Requests, newest first: one's own, or for staff those of a lab.

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::Problem;
use handup_contracts::v1::request::{ListReply, ListRequest};
use handup_contracts::v1::types::Role;
use uuid::Uuid;

use crate::App;
use crate::handlers::{lab_id, message};
use crate::store::requests::{self, Filter};

const LARGEST_PAGE: i32 = 100;
const USUAL_PAGE: i32 = 50;

pub(crate) async fn handle(app: Arc<App>, call: Call<ListRequest>) -> Result<ListReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    let input = call.input;
    let page_size = match input.page_size {
        0 => USUAL_PAGE,
        size if (1..=LARGEST_PAGE).contains(&size) => size,
        _ => {
            return Err(Problem::invalid(
                "page_size",
                format!("A page has 1 to {LARGEST_PAGE} entries."),
            ));
        }
    };
    let mut filter = Filter {
        statuses: input.statuses,
        before: page(&input.page)?,
        ..Filter::default()
    };
    if !input.lab_id.is_empty() {
        filter.lab_id = Some(lab_id(&input.lab_id)?);
    }
    match filter.lab_id {
        Some(lab_id) if !input.mine => {
            app.directory
                .require(&call.caller, &person, lab_id, Role::Tutor)
                .await?;
            filter.helper_id = input.helped_by_me.then_some(person.id);
        }
        _ if input.helped_by_me => filter.helper_id = Some(person.id),
        _ => filter.student_id = Some(person.id),
    }
    let wanted = u64::try_from(page_size).unwrap_or(1);
    let mut found = requests::list(app.store.read(), &filter, wanted + 1).await?;
    let more = found.len() as u64 > wanted;
    found.truncate(usize::try_from(wanted).unwrap_or(1));
    let next_page = found
        .last()
        .filter(|_| more)
        .map(|last| last.id.to_string())
        .unwrap_or_default();
    Ok(ListReply {
        requests: found.iter().map(message::request).collect(),
        next_page,
    })
}

/// A page is named by the last request of the one before it.
fn page(text: &str) -> Result<Option<Uuid>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    Uuid::parse_str(text)
        .map(Some)
        .map_err(|_| Problem::invalid("page", "There is no such page."))
}
