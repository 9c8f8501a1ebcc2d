//! What client and server say to each other, apart from the pictures of labs.

use std::fmt;
use std::str::FromStr;

use handup_contracts::{Code, Problem};
use serde::{Deserialize, Serialize};
use tokio_tungstenite::tungstenite::Utf8Bytes;
use uuid::Uuid;

use crate::model::account::Membership;
use crate::model::notification::Notification;
use crate::model::offer::Offer;
use crate::model::problem::ProblemCode;

/// A frame of the client.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum ClientMessage {
    /// Show this topic from now on. `since` is the last revision the client has.
    Subscribe { topic: String, since: Option<i64> },
    /// Show it no longer.
    Unsubscribe { topic: String },
}

/// What can be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TopicName {
    Me,
    Lab(Uuid),
    Wall(Uuid),
    Statistics(Uuid),
}

impl FromStr for TopicName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text == "me" {
            return Ok(Self::Me);
        }
        let lab = text.strip_prefix("lab/").ok_or(())?;
        let (lab, topic): (&str, fn(Uuid) -> Self) = match lab.split_once('/') {
            Some((lab, "statistics")) => (lab, Self::Statistics),
            Some((lab, "wall")) => (lab, Self::Wall),
            Some(_) => return Err(()),
            None => (lab, Self::Lab),
        };
        let id = Uuid::parse_str(lab).map_err(|_| ())?;
        // The client finds its topic again by the very text, so there is only one per lab.
        if id.to_string() == lab {
            Ok(topic(id))
        } else {
            Err(())
        }
    }
}

impl fmt::Display for TopicName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Me => formatter.write_str("me"),
            Self::Lab(id) => write!(formatter, "lab/{id}"),
            Self::Wall(id) => write!(formatter, "lab/{id}/wall"),
            Self::Statistics(id) => write!(formatter, "lab/{id}/statistics"),
        }
    }
}

/// A frame of the server.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum ServerMessage<'a> {
    /// What the person was told, for topic `me`.
    Snapshot {
        topic: &'a str,
        unread: i64,
        notifications: Vec<Notification>,
        /// Those that wait for the person's answer.
        offers: Vec<Offer>,
    },
    /// Something has happened to an offer to the person.
    Offer { topic: &'a str, offer: Offer },
    /// The person is told something new, or has read it.
    Notification {
        topic: &'a str,
        notification: Notification,
        unread: i64,
    },
    /// The person may do something else than before.
    Membership {
        topic: &'a str,
        membership: MembershipNews,
    },
    /// The statistics are other than before.
    Changed { topic: &'a str },
    /// The topic is not shown, or no longer.
    Refused {
        topic: &'a str,
        problem: RefusedProblem,
    },
    /// The last frame was not understood.
    Malformed { detail: &'a str },
}

/// A membership, and whether it has ended.
#[derive(Debug, Serialize)]
pub(crate) struct MembershipNews {
    #[serde(flatten)]
    pub(crate) membership: Membership,
    pub(crate) removed: bool,
}

/// Why a topic is refused.
#[derive(Debug, Serialize)]
pub(crate) struct RefusedProblem {
    code: ProblemCode,
    detail: String,
}

impl From<Problem> for RefusedProblem {
    fn from(problem: Problem) -> Self {
        Self {
            code: problem.code.into(),
            detail: problem.message,
        }
    }
}

impl ServerMessage<'_> {
    /// The frame's text.
    pub(crate) fn text(&self) -> Result<Utf8Bytes, Problem> {
        serde_json::to_string(self)
            .map(Utf8Bytes::from)
            .map_err(|err| Problem::internal(format!("a live message could not be written: {err}")))
    }
}

/// Tells that `topic` is refused.
pub(crate) fn refused(topic: &str, problem: Problem) -> Result<Utf8Bytes, Problem> {
    if matches!(problem.code, Code::Internal | Code::Unavailable) {
        let internal = problem.internal.as_deref().unwrap_or_default();
        tracing::warn!(topic, internal, "a live topic could not be shown");
    }
    ServerMessage::Refused {
        topic,
        problem: problem.into(),
    }
    .text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_read_as_they_are_written() {
        let id = Uuid::from_u128(7);
        for topic in [
            TopicName::Me,
            TopicName::Lab(id),
            TopicName::Wall(id),
            TopicName::Statistics(id),
        ] {
            assert_eq!(topic.to_string().parse(), Ok(topic));
        }
        let upper = format!("lab/{}", id.to_string().to_uppercase().replace('0', "A"));
        for text in [
            "",
            "ME",
            "lab/",
            "lab/7",
            "lab//statistics",
            "labs/7",
            &upper,
        ] {
            assert_eq!(text.parse::<TopicName>(), Err(()), "{text}");
        }
    }

    #[test]
    fn a_subscription_may_name_a_revision() {
        let read = |text| serde_json::from_str::<ClientMessage>(text).ok();
        let topic = || "me".to_owned();
        assert_eq!(
            read(r#"{"type":"subscribe","topic":"me","since":3}"#),
            Some(ClientMessage::Subscribe {
                topic: topic(),
                since: Some(3)
            })
        );
        assert_eq!(
            read(r#"{"type":"subscribe","topic":"me"}"#),
            Some(ClientMessage::Subscribe {
                topic: topic(),
                since: None
            })
        );
        assert_eq!(
            read(r#"{"type":"unsubscribe","topic":"me"}"#),
            Some(ClientMessage::Unsubscribe { topic: topic() })
        );
        for text in [
            "",
            "[]",
            r#"{"type":"shout","topic":"me"}"#,
            r#"{"type":"subscribe"}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
