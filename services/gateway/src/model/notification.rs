//! What a person was told.

use handup_contracts::Problem;
use handup_contracts::v1::notification::ListReply;
use handup_contracts::v1::types;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::model::{all, id, optional_id, optional_text, optional_time, time};

/// Something a person was told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Notification {
    pub(crate) id: Uuid,
    /// Machine name of what happened.
    #[schema(examples("request.accepted"))]
    pub(crate) kind: String,
    #[schema(examples("Ada Tutor is coming"))]
    pub(crate) title: String,
    pub(crate) body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lab_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<Uuid>,
    pub(crate) created_at: Timestamp,
    /// Absent while unread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) read_at: Option<Timestamp>,
    /// Counts the changes of this notification.
    pub(crate) version: i64,
}

/// One page of notifications, newest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NotificationPage {
    pub(crate) notifications: Vec<Notification>,
    /// How many are unread, on all pages.
    pub(crate) unread: i64,
    /// What to ask for as `page` next; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_page: Option<String>,
}

impl TryFrom<types::Notification> for Notification {
    type Error = Problem;

    fn try_from(notification: types::Notification) -> Result<Self, Problem> {
        Ok(Self {
            id: id(&notification.id)?,
            kind: notification.kind,
            title: notification.title,
            body: notification.body,
            lab_id: optional_id(&notification.lab_id)?,
            request_id: optional_id(&notification.request_id)?,
            created_at: time(notification.created_at_ms)?,
            read_at: optional_time(notification.read_at_ms)?,
            version: notification.version,
        })
    }
}

impl TryFrom<ListReply> for NotificationPage {
    type Error = Problem;

    fn try_from(reply: ListReply) -> Result<Self, Problem> {
        Ok(Self {
            notifications: all(reply.notifications)?,
            unread: reply.unread,
            next_page: optional_text(reply.next_page),
        })
    }
}
