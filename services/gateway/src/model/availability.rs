//! Who can help now.

use handup_contracts::Problem;
use handup_contracts::v1::assignment::AvailabilityReply;
use handup_contracts::v1::types;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::model::{id, optional_id, present, time};

/// Whether a tutor can be given work in a lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AvailabilityStatus {
    /// Can help now.
    Available,
    /// Helps somebody.
    Busy,
    /// Does not want to help now.
    Away,
    /// Has no live connection.
    Offline,
}

/// One tutor's availability in one lab.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Availability {
    pub(crate) lab_id: Uuid,
    pub(crate) tutor_id: Uuid,
    #[schema(examples("Ada Tutor"))]
    pub(crate) tutor_name: String,
    pub(crate) status: AvailabilityStatus,
    /// The request the tutor is helping with in this lab.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<Uuid>,
    pub(crate) changed_at: Timestamp,
    /// Counts the changes; 0 before the first.
    pub(crate) version: i64,
}

fn status(status: types::AvailabilityStatus) -> Result<AvailabilityStatus, Problem> {
    match status {
        types::AvailabilityStatus::Available => Ok(AvailabilityStatus::Available),
        types::AvailabilityStatus::Busy => Ok(AvailabilityStatus::Busy),
        types::AvailabilityStatus::Away => Ok(AvailabilityStatus::Away),
        types::AvailabilityStatus::Offline => Ok(AvailabilityStatus::Offline),
        types::AvailabilityStatus::Unspecified => {
            Err(Problem::internal("an availability that is not specified"))
        }
    }
}

impl TryFrom<types::Availability> for Availability {
    type Error = Problem;

    fn try_from(availability: types::Availability) -> Result<Self, Problem> {
        Ok(Self {
            lab_id: id(&availability.lab_id)?,
            tutor_id: id(&availability.tutor_id)?,
            status: status(availability.status())?,
            request_id: optional_id(&availability.request_id)?,
            changed_at: time(availability.changed_at_ms)?,
            version: availability.version,
            tutor_name: availability.tutor_name,
        })
    }
}

impl TryFrom<AvailabilityReply> for Availability {
    type Error = Problem;

    fn try_from(reply: AvailabilityReply) -> Result<Self, Problem> {
        present(reply.availability, "the availability")?.try_into()
    }
}
