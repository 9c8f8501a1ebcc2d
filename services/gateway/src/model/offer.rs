//! Offers to helpers.

use handup_contracts::Problem;
use handup_contracts::v1::assignment::{AcceptOfferReply, OfferReply, OffersReply};
use handup_contracts::v1::types;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::model::request::Request;
use crate::model::{all, id, optional_text, optional_time, present, time};

/// Where an offer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OfferState {
    /// Waits for an answer.
    Sent,
    Accepted,
    Declined,
    /// The deadline passed without an answer.
    Lapsed,
    /// The system took it back.
    Withdrawn,
    /// Others said yes before.
    Superseded,
    /// A surplus yes, kept in case somebody withdraws.
    Standby,
}

/// One reason why this helper was asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ScorePart {
    /// `load`: part of the time at work spent helping, from 0 to 1. `last_offer`: seconds since
    /// the last offer, negative.
    #[schema(examples("load"))]
    pub(crate) name: String,
    /// A smaller one comes first.
    pub(crate) value: f64,
}

/// The system asks one helper to take one request.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Offer {
    pub(crate) id: Uuid,
    pub(crate) lab_id: Uuid,
    pub(crate) request_id: Uuid,
    pub(crate) helper_id: Uuid,
    #[schema(examples("Ada Tutor"))]
    pub(crate) helper_name: String,
    pub(crate) state: OfferState,
    /// Why it was withdrawn; the helper's own words where declined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    pub(crate) sent_at: Timestamp,
    /// When it lapses.
    pub(crate) expires_at: Timestamp,
    /// Absent while it waits for an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ended_at: Option<Timestamp>,
    /// 1 for the first asked, one more for each round after it.
    pub(crate) wave: i32,
    /// Why this helper; the first part that differs from the others' decides.
    pub(crate) score: Vec<ScorePart>,
    /// Counts the changes of this offer.
    pub(crate) version: i64,
    /// PC number.
    #[schema(examples("14"))]
    pub(crate) seat: String,
    pub(crate) description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) topic: Option<String>,
    #[schema(examples("Sam Student"))]
    pub(crate) student_name: String,
}

/// Offers, newest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OfferPage {
    pub(crate) offers: Vec<Offer>,
    /// What to ask for as `page` next; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_page: Option<String>,
}

/// An offer that was accepted, and the request that came with it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AcceptedOffer {
    pub(crate) offer: Offer,
    /// Absent where the yes was said before, or is kept in case somebody withdraws.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request: Option<Request>,
}

fn state(state: types::OfferState) -> Result<OfferState, Problem> {
    match state {
        types::OfferState::Sent => Ok(OfferState::Sent),
        types::OfferState::Accepted => Ok(OfferState::Accepted),
        types::OfferState::Declined => Ok(OfferState::Declined),
        types::OfferState::Lapsed => Ok(OfferState::Lapsed),
        types::OfferState::Withdrawn => Ok(OfferState::Withdrawn),
        types::OfferState::Superseded => Ok(OfferState::Superseded),
        types::OfferState::Standby => Ok(OfferState::Standby),
        types::OfferState::Unspecified => {
            Err(Problem::internal("an offer's state that is not specified"))
        }
    }
}

impl TryFrom<types::Offer> for Offer {
    type Error = Problem;

    fn try_from(offer: types::Offer) -> Result<Self, Problem> {
        let state = state(offer.state())?;
        Ok(Self {
            id: id(&offer.id)?,
            lab_id: id(&offer.lab_id)?,
            request_id: id(&offer.request_id)?,
            helper_id: id(&offer.helper_id)?,
            helper_name: offer.helper_name,
            state,
            reason: optional_text(offer.reason),
            sent_at: time(offer.sent_at_ms)?,
            expires_at: time(offer.expires_at_ms)?,
            ended_at: optional_time(offer.ended_at_ms)?,
            wave: offer.wave,
            score: offer
                .score
                .into_iter()
                .map(|part| ScorePart {
                    name: part.name,
                    value: part.value,
                })
                .collect(),
            version: offer.version,
            seat: offer.seat,
            description: offer.description,
            topic: optional_text(offer.topic),
            student_name: offer.student_name,
        })
    }
}

impl TryFrom<OffersReply> for OfferPage {
    type Error = Problem;

    fn try_from(reply: OffersReply) -> Result<Self, Problem> {
        Ok(Self {
            offers: all(reply.offers)?,
            next_page: optional_text(reply.next_page),
        })
    }
}

impl TryFrom<OfferReply> for Offer {
    type Error = Problem;

    fn try_from(reply: OfferReply) -> Result<Self, Problem> {
        present(reply.offer, "the offer")?.try_into()
    }
}

impl TryFrom<AcceptOfferReply> for AcceptedOffer {
    type Error = Problem;

    fn try_from(reply: AcceptOfferReply) -> Result<Self, Problem> {
        Ok(Self {
            offer: present(reply.offer, "the offer")?.try_into()?,
            request: reply.request.map(TryInto::try_into).transpose()?,
        })
    }
}
