//! `analytics.v1.get_lab_statistics`

use std::sync::Arc;

use handup_bus::Call;
use handup_contracts::v1::analytics::{GetLabStatisticsRequest, LabStatisticsReply};
use handup_contracts::{FieldProblem, Problem};
use handup_identity::Role;
use uuid::Uuid;

use crate::App;
use crate::domain::span::Span;
use crate::domain::statistics;
use crate::store::{estimates, facts};

/// The figures of a lab, for its managers.
///
/// # Errors
/// If nobody is logged in, the role does not allow it, a field breaks a rule, or the database is
/// away.
pub async fn handle(
    app: Arc<App>,
    call: Call<GetLabStatisticsRequest>,
) -> Result<LabStatisticsReply, Problem> {
    let person = app.verifier.person(&call.caller).await?;
    let (lab_id, span) = validate(&call.input)?;
    app.directory
        .require(&call.caller, &person, lab_id, Role::Manager)
        .await?;
    let facts = facts::of_lab(app.store.read(), lab_id, span).await?;
    let told = estimates::in_span(app.store.read(), lab_id, span).await?;
    let mut reply = statistics::of_lab(lab_id, span, &facts, app.clock.now_ms());
    let held = told.iter().filter(|past| past.held).count();
    reply.estimates = i64::try_from(told.len()).unwrap_or(i64::MAX);
    reply.estimates_held = i64::try_from(held).unwrap_or(i64::MAX);
    Ok(reply)
}

fn validate(input: &GetLabStatisticsRequest) -> Result<(Uuid, Span), Problem> {
    let lab_id = Uuid::parse_str(&input.lab_id).map_err(|_| FieldProblem {
        field: "lab_id".to_owned(),
        message: "The lab must be named by its id.".to_owned(),
    });
    match (lab_id, Span::new(input.from_ms, input.to_ms)) {
        (Ok(lab_id), Ok(span)) => Ok((lab_id, span)),
        (lab_id, span) => Err(Problem::invalid_fields(
            lab_id
                .err()
                .into_iter()
                .chain(span.err().into_iter().flat_map(|problem| problem.fields))
                .collect(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bad_fields_are_named_at_once() {
        let input = GetLabStatisticsRequest {
            lab_id: "here".to_owned(),
            from_ms: 10,
            to_ms: 10,
        };
        let problem = validate(&input).unwrap_err();
        let fields: Vec<_> = problem
            .fields
            .iter()
            .map(|one| one.field.as_str())
            .collect();
        assert_eq!(fields, ["lab_id", "to"]);
    }
}
