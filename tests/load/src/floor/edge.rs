//! HTTP and WebSocket, and nothing else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use futures::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::floor::responder::subject;
use crate::floor::{CREATE, EVENT};

/// Texts that may wait for one socket.
const QUEUE: usize = 1024;
/// Buffer of a socket for reading; the default of 128 KiB would be most of its memory.
const READ_BUFFER: usize = 4 * 1024;

struct App {
    nats: async_nats::Client,
    labs: Mutex<HashMap<Uuid, broadcast::Sender<Utf8Bytes>>>,
}

impl App {
    fn lab(&self, lab: Uuid) -> broadcast::Sender<Utf8Bytes> {
        let mut labs = self.labs.lock().unwrap_or_else(PoisonError::into_inner);
        labs.entry(lab)
            .or_insert_with(|| broadcast::Sender::new(QUEUE))
            .clone()
    }

    fn watched(&self, lab: Uuid) -> Option<broadcast::Sender<Utf8Bytes>> {
        let labs = self.labs.lock().unwrap_or_else(PoisonError::into_inner);
        labs.get(&lab).cloned()
    }
}

/// Serves on `listener` until the process ends.
pub(super) async fn start(listener: TcpListener, nats: async_nats::Client) -> anyhow::Result<()> {
    let mut events = nats.subscribe(format!("{EVENT}.*")).await?;
    nats.flush().await?;
    let app = Arc::new(App {
        nats,
        labs: Mutex::default(),
    });
    let relay = Arc::clone(&app);
    tokio::spawn(async move {
        while let Some(event) = events.next().await {
            let lab = event
                .subject
                .rsplit('.')
                .next()
                .and_then(|lab| lab.parse().ok());
            let watched = lab.and_then(|lab| relay.watched(lab));
            // Shared by all sockets: nothing is copied.
            if let (Some(watched), Ok(text)) = (watched, Utf8Bytes::try_from(event.payload)) {
                // Fails where the last watcher has left, which is fine.
                let _ = watched.send(text);
            }
        }
    });
    let router = Router::new()
        .route("/api/v1/labs/{lab}/requests", post(create))
        .route("/api/v1/live", get(live))
        .with_state(app);
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            crate::say(&format!("floor: {error}"));
        }
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

async fn create(State(app): State<Arc<App>>, Path(lab): Path<Uuid>, body: Bytes) -> Response {
    match app.nats.request(subject(CREATE, lab), body).await {
        Ok(reply) => {
            let json = [(header::CONTENT_TYPE, "application/json")];
            (StatusCode::CREATED, json, reply.payload).into_response()
        }
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, error.to_string()).into_response(),
    }
}

#[derive(Deserialize)]
struct Subscribe {
    topic: String,
}

async fn live(State(app): State<Arc<App>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .read_buffer_size(READ_BUFFER)
        .on_upgrade(move |socket| async move {
            // Ends with the connection; there is nobody to tell.
            let _ = relay(&app, socket).await;
        })
}

async fn relay(app: &App, mut socket: WebSocket) -> anyhow::Result<()> {
    let Some(Ok(Message::Text(text))) = socket.recv().await else {
        return Ok(());
    };
    let Subscribe { topic } = serde_json::from_str(&text)?;
    let lab = topic.trim_start_matches("lab/").parse()?;
    let mut events = app.lab(lab).subscribe();
    let snapshot = format!(r#"{{"type":"snapshot","topic":"{topic}","revision":0}}"#);
    socket.send(Message::Text(snapshot.into())).await?;
    loop {
        tokio::select! {
            event = events.recv() => {
                socket.feed(Message::Text(event?)).await?;
                while let Ok(event) = events.try_recv() {
                    socket.feed(Message::Text(event)).await?;
                }
                socket.flush().await?;
            }
            received = socket.recv() => match received {
                Some(message) => drop(message?),
                None => return Ok(()),
            },
        }
    }
}
