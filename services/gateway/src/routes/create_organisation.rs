//! An administrator adds an organisation.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use handup_contracts::v1::auth::{CreateOrganisationRequest, methods};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::App;
use crate::edge::asker::Asker;
use crate::edge::input::JsonBody;
use crate::model::account::Organisation;
use crate::model::present;
use crate::routes::Created;

/// A new organisation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrganisationInput {
    #[schema(min_length = 1, max_length = 120, examples("Faculty of Physics"))]
    name: String,
    /// IANA name.
    #[schema(examples("Europe/Berlin"))]
    time_zone: String,
}

/// Add an organisation
///
/// For administrators.
#[utoipa::path(
    post,
    path = "/api/v1/organisations",
    operation_id = "create_organisation",
    tag = "organisations",
    request_body = OrganisationInput,
    responses((status = CREATED, description = "The organisation is there.", body = Organisation)),
)]
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    asker: Asker,
    JsonBody(input): JsonBody<OrganisationInput>,
) -> Created<Organisation> {
    let request = CreateOrganisationRequest {
        name: input.name,
        time_zone: input.time_zone,
    };
    let reply = app
        .bus
        .call(methods::CreateOrganisation, &asker.caller, &request)
        .await?;
    let organisation = present(reply.organisation, "the organisation")?.try_into()?;
    Ok((StatusCode::CREATED, Json(organisation)))
}
