//! One live connection.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::response::Response;
use futures::{SinkExt as _, StreamExt as _};
use handup_contracts::Problem;
use handup_identity::Person;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use crate::App;
use crate::edge::asker::Asker;
use crate::live::connection::{Connection, Upgrade, frames};
use crate::live::figures;
use crate::live::hub::Hub;
use crate::live::outbox::Outbox;
use crate::live::protocol::{ClientMessage, ServerMessage};
use crate::live::subscription::Subscriptions;

/// The token has ended: refresh, then come back. Private use (RFC 6455, section 7.4.2).
const TOKEN_ENDED: CloseCode = CloseCode::Library(4401);
/// No connection lasts longer, whatever its token says.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Takes a person's connection over.
pub(crate) fn open(app: &Arc<App>, asker: Asker, request: Request) -> Result<Response, Problem> {
    let (answer, upgrade) = Upgrade::accept(request)?;
    let hub = Arc::clone(&app.hub);
    let left_ms = asker.person.expires_at_ms - app.clock.now_ms();
    let left = Duration::from_millis(u64::try_from(left_ms).unwrap_or_default()).min(LONGEST);
    let seat = Seat::take(hub, asker.person)?;
    let socket = Socket {
        subscriptions: Subscriptions::new(
            Arc::clone(&seat.hub),
            seat.socket,
            Arc::clone(&seat.person),
            asker.caller,
            Arc::clone(&seat.outbox),
        ),
        token_ends: Instant::now() + left,
        heard_at: Instant::now(),
        seat,
    };
    tokio::spawn(async move {
        match upgrade.connection().await {
            Ok(connection) => {
                // Upgraded connections are no part of the server's own graceful end.
                let hub = Arc::clone(&socket.seat.hub);
                hub.tasks
                    .spawn_on(socket.run(connection), hub.threads.handle());
            }
            Err(error) => tracing::debug!(%error, "a client went before its connection was open"),
        }
    });
    Ok(answer)
}

/// A person's right to one more socket; given back when dropped.
struct Seat {
    hub: Arc<Hub>,
    person: Arc<Person>,
    socket: u64,
    outbox: Arc<Outbox>,
    _counted: figures::Open,
}

impl Seat {
    fn take(hub: Arc<Hub>, person: Arc<Person>) -> Result<Self, Problem> {
        let outbox = Arc::new(Outbox::new(hub.settings.queue));
        let socket = hub.next_socket();
        hub.people
            .enter(person.id, socket, Arc::clone(&outbox), hub.settings.sockets)?;
        Ok(Self {
            hub,
            person,
            socket,
            outbox,
            _counted: figures::Open::new(),
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.hub.people.leave(self.person.id, self.socket);
    }
}

struct Socket {
    seat: Seat,
    subscriptions: Subscriptions,
    token_ends: Instant,
    /// When the client last gave a sign of life.
    heard_at: Instant,
}

/// Why a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The client is gone, or does not take what is sent.
    Gone,
    /// It is told why.
    Told(CloseCode, &'static str),
}

const GOING_AWAY: End = End::Told(CloseCode::Away, "The server ends; please come back.");
const EXPIRED: End = End::Told(
    TOKEN_ENDED,
    "The access token has ended; please refresh it.",
);
const TOO_BIG: End = End::Told(CloseCode::Size, "The message is too big.");
const FAULT: End = End::Told(CloseCode::Error, "Something went wrong on our side.");

impl Socket {
    async fn run(mut self, mut connection: Connection) {
        let end = self.serve(&mut connection).await;
        self.subscriptions.end();
        if let End::Told(code, reason) = end {
            let reason = Utf8Bytes::from_static(reason);
            let frame = Message::Close(Some(CloseFrame { code, reason }));
            // The client may be gone by now; then there is nobody to tell.
            let _ = tokio::time::timeout(self.patience(), connection.send(frame)).await;
        }
        tracing::debug!(
            socket = self.seat.socket,
            ?end,
            "a live connection has ended"
        );
    }

    async fn serve(&mut self, connection: &mut Connection) -> End {
        let hub = Arc::clone(&self.seat.hub);
        let outbox = Arc::clone(&self.seat.outbox);
        let mut pings = pings(Duration::from_millis(hub.settings.ping_ms.max(1)));
        // Waited for once and not anew for each event: five hundred timers would be set each time.
        let mut over = pin!(tokio::time::timeout_at(
            self.token_ends,
            hub.tasks.requested()
        ));
        loop {
            let step = tokio::select! {
                over = &mut over => {
                    return if over.is_ok() { GOING_AWAY } else { EXPIRED };
                }
                _ = pings.tick() => self.ping(connection).await,
                () = outbox.news() => self.deliver(connection).await,
                answered = self.subscriptions.answered() => self.settled(answered),
                frame = connection.next(), if self.subscriptions.has_room() => match frame {
                    Some(Ok(frame)) => self.hear(frame),
                    Some(Err(error)) => Err(broken(&error)),
                    None => Err(End::Gone),
                },
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    /// Acts on a frame of the client.
    fn hear(&mut self, frame: Message) -> Result<(), End> {
        self.heard_at = Instant::now();
        let read = match &frame {
            Message::Text(text) => serde_json::from_str(text).map_err(|err| err.to_string()),
            Message::Binary(_) => Err("frames must be text".to_owned()),
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => return Ok(()),
            Message::Close(_) => return Err(End::Gone),
        };
        let done = match read {
            Ok(ClientMessage::Subscribe { topic, since }) => {
                self.subscriptions.subscribe(&topic, since)
            }
            Ok(ClientMessage::Unsubscribe { topic }) => {
                self.subscriptions.unsubscribe(&topic);
                Ok(())
            }
            Err(detail) => ServerMessage::Malformed { detail: &detail }
                .text()
                .map(|text| self.seat.outbox.answer(text)),
        };
        self.settled(done)
    }

    /// Sends all that waits, at once.
    async fn deliver(&mut self, connection: &mut Connection) -> Result<(), End> {
        let taken = self.seat.outbox.take();
        for doubt in &taken.doubts {
            self.subscriptions.doubt(doubt);
        }
        if taken.lagging {
            figures::too_slow();
            tracing::debug!(socket = self.seat.socket, "a slow socket begins anew");
            let begun = self.subscriptions.begin_anew();
            self.settled(begun)?;
        }
        let mut messages = VecDeque::with_capacity(taken.messages.len() + taken.answers.len());
        // The spans of what is sent are open until all of it is written.
        let mut sendings = Vec::new();
        for news in taken.messages {
            messages.extend(frames(news.text));
            sendings.extend(news.sending);
        }
        messages.extend(taken.answers.into_iter().flat_map(frames));
        let sent = send(connection, messages, self.patience()).await;
        drop(sendings);
        sent
    }

    async fn ping(&mut self, connection: &mut Connection) -> Result<(), End> {
        let silence = Duration::from_millis(self.seat.hub.settings.silence_ms);
        if self.heard_at.elapsed() > silence {
            return Err(End::Gone);
        }
        let ping = Message::Ping(bytes::Bytes::new());
        send(connection, VecDeque::from([ping]), self.patience()).await
    }

    /// How long the client may take to accept what is sent.
    fn patience(&self) -> Duration {
        Duration::from_millis(self.seat.hub.settings.send_timeout_ms)
    }

    fn settled(&self, outcome: Result<(), Problem>) -> Result<(), End> {
        outcome.map_err(|error| {
            tracing::error!(%error, socket = self.seat.socket, "a live connection failed");
            FAULT
        })
    }
}

/// Writes everything, then flushes once.
async fn send(
    connection: &mut Connection,
    messages: VecDeque<Message>,
    patience: Duration,
) -> Result<(), End> {
    let sending = async {
        for message in messages {
            connection.feed(message).await?;
        }
        connection.flush().await
    };
    match tokio::time::timeout(patience, sending).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(End::Gone),
    }
}

/// Ticks from one pause after now on.
fn pings(pause: Duration) -> tokio::time::Interval {
    let mut pings = tokio::time::interval_at(Instant::now() + pause, pause);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pings
}

/// What to tell a client whose frame could not be taken.
fn broken(error: &Error) -> End {
    match error {
        Error::Capacity(_) => TOO_BIG,
        _ => End::Gone,
    }
}
