//! What the past requests of a lab say.

use handup_contracts::Problem;
use handup_contracts::v1::analytics;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::model::{all, id, time};

/// How long something took.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Spread {
    /// How many durations the figures rest on.
    pub(crate) count: i64,
    /// In seconds; absent without durations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) median_s: Option<f64>,
    /// Nine of ten took at most so long, in seconds; absent without durations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) p90_s: Option<f64>,
}

/// The requests created in one hour.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Hour {
    /// Start of the hour.
    pub(crate) from: Timestamp,
    pub(crate) requests: i64,
    pub(crate) helped: i64,
    pub(crate) wait: Spread,
    pub(crate) help: Spread,
}

/// Figures of one lab.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Statistics {
    pub(crate) lab_id: Uuid,
    /// Requests created from then on …
    pub(crate) from: Timestamp,
    /// … and before this.
    pub(crate) to: Timestamp,
    pub(crate) requests: i64,
    /// Of these, waiting now.
    pub(crate) waiting: i64,
    /// Of these, being helped now.
    pub(crate) in_progress: i64,
    pub(crate) completed: i64,
    pub(crate) cancelled: i64,
    pub(crate) put_backs: i64,
    /// From asking to the first acceptance; those still waiting count with what they waited so far.
    pub(crate) wait: Spread,
    /// From the last acceptance to completion by a tutor.
    pub(crate) help: Spread,
    /// Students of these requests who were told what to expect, and were helped.
    pub(crate) estimates: i64,
    /// For how many of them the range held; it is meant to for eight in ten.
    pub(crate) estimates_held: i64,
    /// Every hour that has a request, in order.
    pub(crate) hours: Vec<Hour>,
}

/// How long a request will probably wait.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Wait {
    /// Seconds from now until help begins, at the earliest; absent where nothing can be said: nobody
    /// is at work, or it does not wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) from_s: Option<f64>,
    /// The same at the latest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) to_s: Option<f64>,
    pub(crate) tutors_at_work: i32,
    /// Past estimates of this lab that this one rests on.
    pub(crate) estimates: i64,
    /// How many of them held.
    pub(crate) estimates_held: i64,
}

impl From<analytics::WaitReply> for Wait {
    fn from(reply: analytics::WaitReply) -> Self {
        let figure = |ms| reply.known.then(|| seconds(ms));
        Self {
            from_s: figure(reply.from_ms),
            to_s: figure(reply.to_ms),
            tutors_at_work: reply.tutors_at_work,
            estimates: reply.estimates,
            estimates_held: reply.estimates_held,
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no duration is anywhere near 2^53 milliseconds"
)]
fn seconds(ms: i64) -> f64 {
    ms as f64 / 1000.0
}

impl From<Option<analytics::Spread>> for Spread {
    fn from(spread: Option<analytics::Spread>) -> Self {
        let spread = spread.unwrap_or_default();
        let figure = |ms| (spread.count > 0).then(|| seconds(ms));
        Self {
            count: spread.count,
            median_s: figure(spread.median_ms),
            p90_s: figure(spread.p90_ms),
        }
    }
}

impl TryFrom<analytics::Hour> for Hour {
    type Error = Problem;

    fn try_from(hour: analytics::Hour) -> Result<Self, Problem> {
        Ok(Self {
            from: time(hour.from_ms)?,
            requests: hour.requests,
            helped: hour.helped,
            wait: hour.wait.into(),
            help: hour.help.into(),
        })
    }
}

impl TryFrom<analytics::LabStatisticsReply> for Statistics {
    type Error = Problem;

    fn try_from(reply: analytics::LabStatisticsReply) -> Result<Self, Problem> {
        Ok(Self {
            lab_id: id(&reply.lab_id)?,
            from: time(reply.from_ms)?,
            to: time(reply.to_ms)?,
            requests: reply.requests,
            waiting: reply.waiting,
            in_progress: reply.in_progress,
            completed: reply.completed,
            cancelled: reply.cancelled,
            put_backs: reply.put_backs,
            wait: reply.wait.into(),
            help: reply.help.into(),
            estimates: reply.estimates,
            estimates_held: reply.estimates_held,
            hours: all(reply.hours)?,
        })
    }
}
