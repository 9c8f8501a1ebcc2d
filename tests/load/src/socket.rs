//! A watcher's WebSocket. Frames are searched rather than parsed, so that 500 watchers cost little.

use std::net::SocketAddr;

use anyhow::Context as _;
use futures::{SinkExt as _, StreamExt as _};
use hyper::header::{AUTHORIZATION, HeaderValue};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use uuid::Uuid;

/// Buffer for reading; a delta is far smaller.
const READ_BUFFER: usize = 8 * 1024;

/// A socket that watches one lab.
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
}

impl Socket {
    /// Connects, subscribes to `lab`, and waits for the snapshot.
    ///
    /// # Errors
    /// If there is none.
    pub async fn watch(
        address: SocketAddr,
        person: &HeaderValue,
        lab: Uuid,
    ) -> anyhow::Result<Self> {
        let mut request = format!("ws://{address}/api/v1/live").into_client_request()?;
        request.headers_mut().insert(AUTHORIZATION, person.clone());
        let tcp = TcpStream::connect(address).await?;
        tcp.set_nodelay(true)?;
        let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER);
        let (stream, _) =
            tokio_tungstenite::client_async_with_config(request, tcp, Some(config)).await?;
        let mut socket = Self { stream };
        socket.subscribe(&format!("lab/{lab}")).await?;
        Ok(socket)
    }

    /// Subscribes to a topic and waits for its snapshot.
    ///
    /// # Errors
    /// If there is none.
    pub async fn subscribe(&mut self, topic: &str) -> anyhow::Result<()> {
        let subscribe = format!(r#"{{"type":"subscribe","topic":"{topic}"}}"#);
        self.stream.send(Message::text(subscribe)).await?;
        loop {
            let text = self.text().await?;
            if text.starts_with(r#"{"type":"snapshot""#) {
                return Ok(());
            }
            anyhow::ensure!(!text.starts_with(r#"{"type":"refused""#), "{text}");
        }
    }

    /// The next text, whatever it is.
    ///
    /// # Errors
    /// If the connection has ended.
    pub async fn text(&mut self) -> anyhow::Result<Utf8Bytes> {
        loop {
            match self.stream.next().await.context("the socket has ended")?? {
                Message::Text(text) => return Ok(text),
                Message::Close(frame) => anyhow::bail!("the socket was closed: {frame:?}"),
                _ => {}
            }
        }
    }
}

/// The queue's revision in a delta; nothing for other texts.
#[must_use]
pub fn revision(text: &str) -> Option<usize> {
    if !text.starts_with(r#"{"type":"delta""#) {
        return None;
    }
    let (_, rest) = text.split_once(r#""revision":"#)?;
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    rest[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_deltas_have_a_revision() {
        let delta = r#"{"type":"delta","topic":"lab/7","revision":42,"event":"created"}"#;
        assert_eq!(revision(delta), Some(42));
        let snapshot = r#"{"type":"snapshot","topic":"lab/7","revision":42}"#;
        assert_eq!(revision(snapshot), None);
    }
}
