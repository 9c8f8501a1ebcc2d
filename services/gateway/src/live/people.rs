//! Who has sockets open, and what concerns a person alone (topic `me`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use handup_contracts::v1::types::{Membership, Notification, Offer};
use handup_contracts::{Code, Problem};
use tokio_tungstenite::tungstenite::Utf8Bytes;
use uuid::Uuid;

use crate::live::outbox::{Doubt, News, Outbox};
use crate::live::protocol::{MembershipNews, ServerMessage};
use crate::live::sending::{self, Cause};
use crate::model;

/// News held while the first picture is being read.
const HELD: usize = 256;

/// The open sockets of all people.
#[derive(Default)]
pub(crate) struct People(Mutex<HashMap<Uuid, HashMap<u64, Own>>>);

struct Own {
    outbox: Arc<Outbox>,
    me: Watching,
}

/// Whether a socket watches topic `me`.
enum Watching {
    No,
    /// The first picture is being read; news wait behind it.
    Soon(Vec<News>),
    Yes,
}

impl People {
    /// Takes a socket in, unless the person has `limit` already.
    pub(crate) fn enter(
        &self,
        account_id: Uuid,
        socket: u64,
        outbox: Arc<Outbox>,
        limit: usize,
    ) -> Result<(), Problem> {
        let mut people = self.lock();
        let sockets = people.entry(account_id).or_default();
        if sockets.len() >= limit {
            return Err(Problem::new(
                Code::RateLimited,
                "You have too many live connections open. Please close some pages.",
            ));
        }
        let me = Watching::No;
        sockets.insert(socket, Own { outbox, me });
        Ok(())
    }

    /// A socket is gone.
    pub(crate) fn leave(&self, account_id: Uuid, socket: u64) {
        let mut people = self.lock();
        if let Some(sockets) = people.get_mut(&account_id) {
            sockets.remove(&socket);
            if sockets.is_empty() {
                people.remove(&account_id);
            }
        }
    }

    /// The first picture of `me` is going to be read for this socket: news wait from now on.
    pub(crate) fn expect_me(&self, account_id: Uuid, socket: u64) {
        self.set_me(account_id, socket, Watching::Soon(Vec::new()));
    }

    /// The first picture is there; the news that came meanwhile follow it.
    pub(crate) fn begin_me(&self, account_id: Uuid, socket: u64, snapshot: Utf8Bytes) {
        let mut people = self.lock();
        let Some(own) = own(&mut people, account_id, socket) else {
            return;
        };
        own.outbox.push(snapshot);
        if let Watching::Soon(news) = std::mem::replace(&mut own.me, Watching::Yes) {
            for one in news {
                own.outbox.push_news(one);
            }
        }
    }

    /// The socket does not watch `me` any more.
    pub(crate) fn end_me(&self, account_id: Uuid, socket: u64) {
        self.set_me(account_id, socket, Watching::No);
    }

    /// Tells a person what they are told.
    pub(crate) fn on_notification(
        &self,
        notification: Notification,
        cause: Cause<'_>,
    ) -> Result<(), Problem> {
        let account_id = model::id(&notification.account_id)?;
        let unread = notification.unread;
        self.tell(account_id, cause, || {
            ServerMessage::Notification {
                topic: "me",
                notification: notification.try_into()?,
                unread,
            }
            .text()
        })
    }

    /// Tells a helper what has happened to an offer.
    pub(crate) fn on_offer(&self, offer: Offer, cause: Cause<'_>) -> Result<(), Problem> {
        let account_id = model::id(&offer.helper_id)?;
        self.tell(account_id, cause, || {
            let topic = "me";
            let offer = offer.try_into()?;
            ServerMessage::Offer { topic, offer }.text()
        })
    }

    /// Tells a person that they may do something else, and has their sockets look again.
    pub(crate) fn on_membership(
        &self,
        membership: Membership,
        cause: Cause<'_>,
    ) -> Result<(), Problem> {
        let account_id = model::id(&membership.account_id)?;
        let doubt = model::optional_id(&membership.lab_id)?.map_or(Doubt::Labs, Doubt::Lab);
        self.tell(account_id, cause, || {
            let removed = membership.removed;
            let membership = MembershipNews {
                membership: membership.try_into()?,
                removed,
            };
            let topic = "me";
            ServerMessage::Membership { topic, membership }.text()
        })?;
        if let Some(sockets) = self.lock().get(&account_id) {
            for own in sockets.values() {
                own.outbox.doubt(doubt.clone());
            }
        }
        Ok(())
    }

    /// Has every socket look again at all it shows.
    pub(crate) fn doubt_everything(&self) {
        for own in self.lock().values().flat_map(HashMap::values) {
            own.outbox.doubt(Doubt::Everything);
        }
    }

    fn tell(
        &self,
        account_id: Uuid,
        cause: Cause<'_>,
        write: impl FnOnce() -> Result<Utf8Bytes, Problem>,
    ) -> Result<(), Problem> {
        let mut people = self.lock();
        let Some(sockets) = people.get_mut(&account_id) else {
            return Ok(());
        };
        let sending = cause.send(sending::ME, || {
            let watches = |own: &&Own| !matches!(own.me, Watching::No);
            sockets.values().filter(watches).count()
        });
        let text = write()?;
        for own in sockets.values_mut() {
            let news = || News {
                text: text.clone(),
                sending: sending.clone(),
            };
            match &mut own.me {
                Watching::No => {}
                Watching::Soon(held) if held.len() < HELD => held.push(news()),
                // So much at once can't be; the picture being read has it all anyway.
                Watching::Soon(_) => {}
                Watching::Yes => own.outbox.push_news(news()),
            }
        }
        Ok(())
    }

    fn set_me(&self, account_id: Uuid, socket: u64, me: Watching) {
        if let Some(own) = own(&mut self.lock(), account_id, socket) {
            own.me = me;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, HashMap<u64, Own>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn own(
    people: &mut HashMap<Uuid, HashMap<u64, Own>>,
    account_id: Uuid,
    socket: u64,
) -> Option<&mut Own> {
    people.get_mut(&account_id)?.get_mut(&socket)
}
