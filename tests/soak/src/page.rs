//! An open page: a WebSocket client that keeps the picture of one lab, as the web client does.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::{SinkExt as _, StreamExt as _};
use handup_system_tests::{Socket, open_live};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::tungstenite::Message;

/// What all pages together have been through.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Frames received.
    pub(crate) frames: AtomicU64,
    /// Connections that ended and were opened again, as browsers do it.
    pub(crate) reconnects: AtomicU64,
}

/// Where a page finds the system, and as whom.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
    pub(crate) topic: String,
    /// Whether offers to the person are watched as well.
    pub(crate) watches_offers: bool,
}

/// A place of the queue, as far as staff and students see it alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) place: i64,
    pub(crate) waits: bool,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(crate) struct Picture {
    pub(crate) revision: i64,
    pub(crate) queue: BTreeMap<String, Place>,
}

/// Something has happened to an offer to the person of the page.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Offer {
    pub(crate) id: String,
    pub(crate) request_id: String,
    pub(crate) state: String,
    version: i64,
}

/// An open page.
pub(crate) struct Page {
    picture: Arc<Mutex<Picture>>,
    /// Offers to the person; only of pages that watch them.
    pub(crate) offers: mpsc::UnboundedReceiver<Offer>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    place: i64,
    status: Option<String>,
    state: Option<String>,
}

#[derive(Deserialize)]
struct Frame {
    r#type: String,
    topic: Option<String>,
    revision: Option<i64>,
    requests: Option<Vec<Row>>,
    tickets: Option<Vec<Row>>,
    request: Option<Row>,
    ticket: Option<Row>,
    offer: Option<Offer>,
    offers: Option<Vec<Offer>>,
}

impl Page {
    /// Opens a page, which stays open until the end.
    pub(crate) async fn open(way: Way, tally: Arc<Tally>, end: watch::Receiver<bool>) -> Self {
        let (sender, offers) = mpsc::unbounded_channel();
        let picture: Arc<Mutex<Picture>> = Arc::default();
        let reader = Reader {
            socket: way.connect(None).await,
            way,
            picture: Arc::clone(&picture),
            offers: sender,
            versions: HashMap::new(),
            tally,
        };
        tokio::spawn(reader.read(end));
        Self { picture, offers }
    }

    pub(crate) fn picture(&self) -> MutexGuard<'_, Picture> {
        self.picture.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Reader {
    socket: Socket,
    way: Way,
    picture: Arc<Mutex<Picture>>,
    offers: mpsc::UnboundedSender<Offer>,
    /// The newest version of each offer: one is told at least once, and maybe late.
    versions: HashMap<String, i64>,
    tally: Arc<Tally>,
}

impl Reader {
    async fn read(mut self, mut end: watch::Receiver<bool>) {
        loop {
            let frame = tokio::select! {
                frame = self.socket.next() => frame,
                _ = end.wait_for(|ended| *ended) => return,
            };
            match frame {
                Some(Ok(Message::Text(text))) => {
                    self.tally.frames.fetch_add(1, Ordering::Relaxed);
                    let frame = serde_json::from_str(&text)
                        .unwrap_or_else(|error| panic!("{error}: {text}"));
                    self.take(frame).await;
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => {
                    self.tally.reconnects.fetch_add(1, Ordering::Relaxed);
                    let since = self.picture.lock().map_or(0, |picture| picture.revision);
                    self.socket = self.way.connect(Some(since)).await;
                }
            }
        }
    }

    async fn take(&mut self, frame: Frame) {
        for offer in frame.offers.into_iter().flatten().chain(frame.offer) {
            let newest = self.versions.entry(offer.id.clone()).or_default();
            if offer.version > *newest {
                *newest = offer.version;
                // The page is closed when nobody waits for offers any more.
                drop(self.offers.send(offer));
            }
        }
        if frame.topic.as_deref() != Some(&self.way.topic) {
            return;
        }
        let missed = {
            let mut picture = self.picture.lock().unwrap_or_else(PoisonError::into_inner);
            match (frame.r#type.as_str(), frame.revision) {
                ("snapshot", Some(revision)) => {
                    picture.revision = revision;
                    picture.queue.clear();
                    for row in frame.requests.or(frame.tickets).into_iter().flatten() {
                        picture.put(row);
                    }
                    None
                }
                ("delta", Some(revision)) if revision == picture.revision + 1 => {
                    picture.revision = revision;
                    if let Some(row) = frame.request.or(frame.ticket) {
                        picture.put(row);
                    }
                    None
                }
                ("delta", Some(revision)) if revision > picture.revision => Some(picture.revision),
                ("refused", _) => panic!("{} is refused", self.way.topic),
                _ => None,
            }
        };
        if let Some(since) = missed {
            subscribe(&mut self.socket, &self.way.topic, Some(since)).await;
        }
    }
}

impl Way {
    /// Connects, with the last revision that the page has, if it has one.
    async fn connect(&self, since: Option<i64>) -> Socket {
        let mut socket = open_live(self.address, &self.token).await;
        subscribe(&mut socket, &self.topic, since).await;
        if self.watches_offers {
            subscribe(&mut socket, "me", None).await;
        }
        socket
    }
}

impl Picture {
    fn put(&mut self, row: Row) {
        let state = row.status.or(row.state).unwrap_or_default();
        let waits = matches!(state.as_str(), "pending" | "waiting");
        if waits || state == "in_progress" {
            let place = row.place;
            self.queue.insert(row.id, Place { place, waits });
        } else {
            self.queue.remove(&row.id);
        }
    }
}

async fn subscribe(socket: &mut Socket, topic: &str, since: Option<i64>) {
    let mut message = json!({ "type": "subscribe", "topic": topic });
    if let Some(since) = since {
        message["since"] = since.into();
    }
    socket
        .send(Message::text(message.to_string()))
        .await
        .expect("the socket takes a message");
}
