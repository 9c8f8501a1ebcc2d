//! Takes creates from NATS and hands them to the lane of their lab.

use anyhow::Context as _;
use futures::StreamExt as _;
use handup_runtime::ids;
use serde::Deserialize;
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::floor::CREATE;
use crate::floor::lane::Create;

#[derive(Deserialize)]
struct Question {
    seat: String,
    description: String,
}

/// Answers creates, one of a queue group.
pub(super) async fn start(
    nats: &async_nats::Client,
    lanes: Vec<mpsc::Sender<Create>>,
) -> anyhow::Result<()> {
    let mut asked = nats
        .queue_subscribe(format!("{CREATE}.*"), "floor".to_owned())
        .await?;
    nats.flush().await?;
    tokio::spawn(async move {
        while let Some(message) = asked.next().await {
            match create(message) {
                Ok(create) => {
                    let lane = create.lab.as_u128() % lanes.len() as u128;
                    let lane = &lanes[usize::try_from(lane).unwrap_or_default()];
                    if lane.send(create).await.is_err() {
                        break;
                    }
                }
                // Nobody answers, so the client sees a failure and the measurement ends with it.
                Err(error) => crate::say(&format!("floor: {error:#}")),
            }
        }
    });
    Ok(())
}

fn create(message: async_nats::Message) -> anyhow::Result<Create> {
    let question: Question = serde_json::from_slice(&message.payload)?;
    let lab = message.subject.rsplit('.').next().context("a subject")?;
    Ok(Create {
        id: ids::new_id(),
        lab: lab.parse()?,
        seat: question.seat,
        description: question.description,
        reply: message.reply.context("a create without a reply subject")?,
    })
}

impl Create {
    /// What the HTTP client is answered.
    pub(super) fn answer(&self) -> String {
        format!(r#"{{"request":{{"id":"{}","status":"pending"}}}}"#, self.id)
    }

    /// What every watcher is sent.
    pub(super) fn event(&self, revision: u64) -> String {
        let Self { id, lab, .. } = self;
        let text = |value: &str| serde_json::Value::from(value).to_string();
        format!(
            r#"{{"type":"delta","topic":"lab/{lab}","revision":{revision},"event":"created","request":{{"id":"{id}","status":"pending","seat":{},"description":{}}}}}"#,
            text(&self.seat),
            text(&self.description)
        )
    }
}

/// Subject part that names `lab`.
pub(super) fn subject(kind: &str, lab: Uuid) -> String {
    format!("{kind}.{lab}")
}
