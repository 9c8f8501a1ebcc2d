//! Parameters of paths.

use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// Names a lab.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct LabPath {
    pub(crate) lab_id: Uuid,
}

/// Names a request.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct RequestPath {
    pub(crate) request_id: Uuid,
}

/// Names a member of a lab.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct MemberPath {
    pub(crate) lab_id: Uuid,
    pub(crate) account_id: Uuid,
}

/// Names a session.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct SessionPath {
    pub(crate) session_id: Uuid,
}

/// Names an offer.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct OfferPath {
    pub(crate) offer_id: Uuid,
}
