//! `notification.v1.list`

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::v1::notification::{ListReply, ListRequest};
use handup_contracts::{FieldProblem, Problem};
use uuid::Uuid;

use crate::App;
use crate::store::notifications;

const DEFAULT_PAGE_SIZE: u64 = 30;
const LARGEST_PAGE_SIZE: u64 = 100;

/// The asker's own notifications, newest first, and how many of all are unread.
///
/// # Errors
/// If nobody is logged in, a field breaks a rule, or the database is away.
pub async fn handle(app: Arc<App>, call: Call<ListRequest>) -> Result<ListReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    let wanted = validate(&call.input)?;
    let db = app.store.read();
    // One more than asked for shows whether there is a next page.
    let mut rows = notifications::page(
        db,
        person.id,
        wanted.before,
        call.input.unread_only,
        wanted.size + 1,
    )
    .await?;
    let unread = notifications::unread(db, person.id).await?;
    let size = usize::try_from(wanted.size).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    let next_page = match rows.last() {
        Some(last) if more => last.id.to_string(),
        _ => String::new(),
    };
    Ok(ListReply {
        notifications: rows.iter().map(|row| row.message(unread)).collect(),
        unread,
        next_page,
    })
}

struct Wanted {
    before: Option<Uuid>,
    size: u64,
}

fn validate(input: &ListRequest) -> Result<Wanted, Problem> {
    let mut problems = Vec::new();
    let before = match input.page.as_str() {
        "" => None,
        page => Uuid::parse_str(page).ok().or_else(|| {
            problems.push(FieldProblem {
                field: "page".to_owned(),
                message: "The page must be the next_page of an earlier answer.".to_owned(),
            });
            None
        }),
    };
    let size = match u64::try_from(input.page_size) {
        Ok(0) => DEFAULT_PAGE_SIZE,
        Ok(size) if size <= LARGEST_PAGE_SIZE => size,
        _ => {
            problems.push(FieldProblem {
                field: "page_size".to_owned(),
                message: format!("The page size must be from 1 to {LARGEST_PAGE_SIZE}."),
            });
            0
        }
    };
    if problems.is_empty() {
        Ok(Wanted { before, size })
    } else {
        Err(Problem::invalid_fields(problems))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bad_fields_are_named_at_once() {
        let input = ListRequest {
            page: "yesterday".to_owned(),
            page_size: 101,
            unread_only: false,
        };
        let problem = validate(&input).map(|_| ()).unwrap_err();
        let fields: Vec<_> = problem
            .fields
            .iter()
            .map(|one| one.field.as_str())
            .collect();
        assert_eq!(fields, ["page", "page_size"]);
    }

    #[test]
    fn without_a_size_a_page_has_the_usual_one() {
        let wanted = validate(&ListRequest::default()).unwrap();
        assert_eq!(wanted.size, DEFAULT_PAGE_SIZE);
        assert_eq!(wanted.before, None);
    }
}
