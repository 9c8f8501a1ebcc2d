use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use handup_testkit::wait;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

/// What a socket keeps for reading, in bytes.
const READ_BUFFER: usize = 4 * 1024;

/// An open live connection.
pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A live connection that follows one lab, as a client should: applies deltas, and asks again
/// where one is missing.
pub struct Live {
    address: SocketAddr,
    token: String,
    socket: Socket,
    topic: Option<String>,
    /// Revision of the queue as this client knows it.
    pub revision: i64,
    /// Requests (staff) or tickets (student) by id.
    pub queue: BTreeMap<String, Value>,
    /// Everything received, in order.
    pub received: Vec<Value>,
}

impl Live {
    /// Connects with a bearer token.
    pub async fn connect(address: SocketAddr, token: &str) -> Self {
        Self {
            address,
            token: token.to_owned(),
            socket: open_live(address, token).await,
            topic: None,
            revision: 0,
            queue: BTreeMap::new(),
            received: Vec::new(),
        }
    }

    /// Subscribes to `topic`, with the last revision this client has, if it has one.
    pub async fn subscribe(&mut self, topic: &str) {
        self.topic = Some(topic.to_owned());
        let mut message = json!({ "type": "subscribe", "topic": topic });
        if self.revision > 0 {
            message["since"] = self.revision.into();
        }
        self.socket
            .send(Message::text(message.to_string()))
            .await
            .expect("the socket takes a message");
    }

    /// Drops the connection without a farewell, and connects again.
    pub async fn reconnect(&mut self) {
        self.socket = open_live(self.address, &self.token).await;
        if let Some(topic) = self.topic.clone() {
            self.subscribe(&topic).await;
        }
    }

    /// Receives the next message and applies it.
    pub async fn next(&mut self) -> Value {
        loop {
            let message = tokio::time::timeout(wait::LONGEST, self.socket.next())
                .await
                .expect("a message in time")
                .expect("an open socket")
                .expect("a readable frame");
            if let Message::Text(text) = message {
                let value: Value = serde_json::from_str(&text).expect("JSON");
                self.apply(&value).await;
                self.received.push(value.clone());
                return value;
            }
        }
    }

    /// Receives until `condition` holds of what this client knows.
    pub async fn until(&mut self, what: &str, condition: impl Fn(&Self) -> bool) {
        let receiving = async {
            while !condition(self) {
                self.next().await;
            }
        };
        if tokio::time::timeout(wait::LONGEST, receiving)
            .await
            .is_err()
        {
            panic!("waited {} s in vain: {what}", wait::LONGEST.as_secs());
        }
    }

    /// Receives what has already arrived or arrives within `span`.
    pub async fn drain(&mut self, span: Duration) {
        let deadline = tokio::time::Instant::now() + span;
        while let Ok(Some(Ok(message))) =
            tokio::time::timeout_at(deadline, self.socket.next()).await
        {
            if let Message::Text(text) = message {
                let value: Value = serde_json::from_str(&text).expect("JSON");
                self.apply(&value).await;
                self.received.push(value);
            }
        }
    }

    async fn apply(&mut self, message: &Value) {
        let revision = message["revision"].as_i64().unwrap_or_default();
        match message["type"].as_str().expect("a type") {
            "snapshot" if message.get("revision").is_some() => {
                self.revision = revision;
                self.queue.clear();
                let entries = message.get("requests").or_else(|| message.get("tickets"));
                for entry in entries.and_then(Value::as_array).into_iter().flatten() {
                    self.put(entry);
                }
            }
            "delta" if revision == self.revision + 1 => {
                self.revision = revision;
                if let Some(entry) = message.get("request").or_else(|| message.get("ticket")) {
                    self.put(entry);
                }
            }
            "delta" if revision > self.revision => {
                let topic = self.topic.clone().expect("a topic");
                self.subscribe(&topic).await;
            }
            _ => {}
        }
    }

    fn put(&mut self, entry: &Value) {
        let id = entry["id"].as_str().expect("an id").to_owned();
        let state = entry.get("status").or_else(|| entry.get("state"));
        let open = ["pending", "in_progress", "waiting"];
        if open.contains(&state.and_then(Value::as_str).unwrap_or_default()) {
            self.queue.insert(id, entry.clone());
        } else {
            self.queue.remove(&id);
        }
    }
}

/// Opens a live connection with a bearer token.
pub async fn open_live(address: SocketAddr, token: &str) -> Socket {
    let mut request = format!("ws://{address}/api/v1/live")
        .into_client_request()
        .expect("an address");
    let bearer = format!("Bearer {token}").parse().expect("a header");
    request.headers_mut().insert("Authorization", bearer);
    // By default 128 KiB are cleared before every reading; of thousands of sockets that is most of the work.
    let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER);
    let (socket, _) = connect_async_with_config(request, Some(config), false)
        .await
        .expect("a live connection");
    socket
}
