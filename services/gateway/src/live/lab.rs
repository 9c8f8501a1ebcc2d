//! One watched lab: its picture, who watches, and the latest changes as they were sent.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use handup_bus::Caller;
use handup_contracts::Problem;
use handup_contracts::v1::assignment::Presence;
use handup_contracts::v1::types::Availability;
use handup_identity::Person;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Utf8Bytes;
use uuid::Uuid;

use crate::domain::picture::{Change, Picture, Queue};
use crate::domain::view::{self, Delta, StudentBase, Topics, View};
use crate::live::outbox::{News, Outbox};
use crate::live::protocol::TopicName;
use crate::live::sending::{self, Cause};

/// Somebody who watches a lab through one socket.
pub(crate) struct Watcher {
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) view: View,
    pub(crate) person: Arc<Person>,
    pub(crate) caller: Caller,
}

/// A watched lab.
pub(crate) struct WatchedLab {
    pub(crate) id: Uuid,
    topics: Topics,
    /// Changes kept.
    history: usize,
    inner: Mutex<Inner>,
    /// Held while reading from the services, so that many who come at once cause one reading.
    pub(crate) reading: tokio::sync::Mutex<()>,
}

struct Inner {
    picture: Picture,
    tutors_known: bool,
    /// One socket can show a lab and, beside it, what the room's screen shows.
    watchers: HashMap<(u64, View), Watcher>,
    history: VecDeque<Delta<Utf8Bytes>>,
    staff_snapshot: Option<Utf8Bytes>,
    student_base: Option<StudentBase>,
    wall_snapshot: Option<Utf8Bytes>,
    /// A look at whether a change is still missing is on its way.
    look_due: bool,
    unwatched_since: Instant,
}

impl WatchedLab {
    /// Not loaded yet.
    pub(crate) fn new(id: Uuid, history: usize) -> Self {
        Self {
            id,
            topics: Topics {
                lab: TopicName::Lab(id).to_string(),
                wall: TopicName::Wall(id).to_string(),
            },
            history,
            inner: Mutex::new(Inner {
                picture: Picture::default(),
                tutors_known: false,
                watchers: HashMap::new(),
                history: VecDeque::new(),
                staff_snapshot: None,
                student_base: None,
                wall_snapshot: None,
                look_due: false,
                unwatched_since: Instant::now(),
            }),
            reading: tokio::sync::Mutex::default(),
        }
    }

    /// Shows the lab to a watcher from now on: what it missed since the revision it has, or all.
    ///
    /// # Errors
    /// If the lab is not loaded, or can't be written.
    pub(crate) fn attach(
        &self,
        socket: u64,
        watcher: Watcher,
        since: Option<i64>,
    ) -> Result<(), Problem> {
        let mut inner = self.lock();
        match since {
            Some(since) if inner.can_resume(since, &watcher) => {
                inner.resume(&self.topics, &watcher, since)?;
            }
            _ => {
                let snapshot = inner.snapshot(&self.topics, &watcher)?;
                watcher.outbox.push(snapshot);
            }
        }
        inner.watchers.insert((socket, watcher.view), watcher);
        Ok(())
    }

    /// Shows the lab to this socket no longer in this view. Whether it did so far.
    pub(crate) fn detach(&self, socket: u64, view: View) -> bool {
        let mut inner = self.lock();
        let watched = inner.watchers.remove(&(socket, view)).is_some();
        if inner.watchers.is_empty() {
            inner.unwatched_since = Instant::now();
        }
        watched
    }

    /// Shows a change to everybody, in its turn. True where a look at a missing one is due.
    pub(crate) fn on_change(&self, change: Change, cause: Cause<'_>) -> Result<bool, Problem> {
        let mut inner = self.lock();
        // Changes that waited for this one are sent with it.
        let sending = cause.send(sending::LAB, || inner.watchers.len());
        for change in inner.picture.offer(change) {
            inner.forget_written();
            let delta = view::delta(&self.topics, &change)?;
            let delta = Delta {
                revision: delta.revision,
                staff: delta.staff.into(),
                student: delta.student.into(),
                wall: delta.wall.into(),
                own: delta.own.map(|(ids, text)| (ids, text.into())),
            };
            for watcher in inner.watchers.values() {
                watcher.outbox.push_news(News {
                    text: watcher.text_of(&delta),
                    sending: sending.clone(),
                });
            }
            inner.history.push_back(delta);
            if inner.history.len() > self.history {
                inner.history.pop_front();
            }
        }
        Ok(inner.look_wanted())
    }

    /// Shows a tutor's availability to staff.
    pub(crate) fn on_tutor(&self, tutor: &Availability, cause: Cause<'_>) -> Result<(), Problem> {
        self.lock().tell_tutor(&self.topics.lab, tutor, cause)
    }

    /// Takes a queue that was read anew; whoever watches gets it if it is news. True where a look
    /// at a change that is still missing is due.
    pub(crate) fn install(&self, queue: Queue) -> Result<bool, Problem> {
        let mut inner = self.lock();
        if inner.picture.install(queue) {
            inner.forget_written();
            inner.history.clear();
            inner.show_all(&self.topics)?;
        }
        Ok(inner.look_wanted())
    }

    /// Takes the tutors as they were read; staff is told what is news.
    pub(crate) fn install_tutors(&self, tutors: &[Availability]) -> Result<(), Problem> {
        let mut inner = self.lock();
        inner.tutors_known = true;
        for tutor in tutors {
            inner.tell_tutor(&self.topics.lab, tutor, Cause::NONE)?;
        }
        Ok(())
    }

    /// Takes note that the queue has come to `revision`. True where a look is due.
    pub(crate) fn expect(&self, revision: i64) -> bool {
        let mut inner = self.lock();
        inner.picture.expect(revision);
        inner.look_wanted()
    }

    /// The look that was due is taken: whether a change is still missing.
    pub(crate) fn look(&self) -> bool {
        let mut inner = self.lock();
        inner.look_due = false;
        inner.picture.is_behind()
    }

    pub(crate) fn is_loaded(&self) -> bool {
        self.lock().picture.queue().is_some()
    }

    pub(crate) fn knows_tutors(&self) -> bool {
        self.lock().tutors_known
    }

    /// The tutors may be others by now.
    pub(crate) fn forget_tutors(&self) {
        self.lock().tutors_known = false;
    }

    /// Whether nobody has watched since before `moment`.
    pub(crate) fn is_unwatched_since(&self, moment: Instant) -> bool {
        let inner = self.lock();
        inner.watchers.is_empty() && inner.unwatched_since <= moment
    }

    /// The staff that watches.
    pub(crate) fn present(&self) -> Vec<Presence> {
        let inner = self.lock();
        let staff = inner
            .watchers
            .values()
            .filter(|watcher| watcher.view == View::Staff);
        staff
            .map(|watcher| Presence {
                lab_id: self.id.to_string(),
                tutor_id: watcher.person.id.to_string(),
                tutor_name: watcher.person.name.clone(),
            })
            .collect()
    }

    /// In whose name the tutors can be read: staff that watches, with the freshest tokens first.
    pub(crate) fn staff_callers(&self) -> Vec<Caller> {
        let inner = self.lock();
        let mut staff: Vec<&Watcher> = inner
            .watchers
            .values()
            .filter(|watcher| watcher.view == View::Staff)
            .collect();
        staff.sort_by_key(|watcher| std::cmp::Reverse(watcher.person.expires_at_ms));
        staff
            .into_iter()
            .map(|watcher| watcher.caller.clone())
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watcher {
    fn text_of(&self, delta: &Delta<Utf8Bytes>) -> Utf8Bytes {
        match (self.view, &delta.own) {
            (View::Staff, _) => delta.staff.clone(),
            (View::Wall, _) => delta.wall.clone(),
            (View::Student, Some((ids, text))) if ids.iter().any(|id| self.is(id)) => text.clone(),
            (View::Student, _) => delta.student.clone(),
        }
    }

    fn is(&self, account_id: &str) -> bool {
        Uuid::parse_str(account_id).is_ok_and(|id| id == self.person.id)
    }
}

impl Inner {
    fn forget_written(&mut self) {
        self.staff_snapshot = None;
        self.student_base = None;
        self.wall_snapshot = None;
    }

    /// Whether every change after `since` is still there, and fits into the watcher's queue.
    fn can_resume(&self, since: i64, watcher: &Watcher) -> bool {
        let Ok(missed) = usize::try_from(self.picture.revision().saturating_sub(since)) else {
            return false;
        };
        let messages = missed + self.picture.tutors().len() + 1;
        missed <= self.history.len() && messages <= watcher.outbox.room()
    }

    fn resume(&self, topics: &Topics, watcher: &Watcher, since: i64) -> Result<(), Problem> {
        let resumed = view::resumed(
            topics.of(watcher.view),
            watcher.view,
            self.picture.revision(),
        )?;
        watcher.outbox.push(resumed.into());
        for delta in self.history.iter().filter(|delta| delta.revision > since) {
            watcher.outbox.push(watcher.text_of(delta));
        }
        if watcher.view == View::Staff {
            // Availability has no revision, so what was missed is not known: all of it is told.
            for tutor in self.picture.tutors().values() {
                watcher.outbox.push(view::tutor(&topics.lab, tutor)?.into());
            }
        }
        Ok(())
    }

    fn show_all(&mut self, topics: &Topics) -> Result<(), Problem> {
        let watchers = std::mem::take(&mut self.watchers);
        let shown = watchers.values().try_for_each(|watcher| {
            watcher.outbox.push(self.snapshot(topics, watcher)?);
            Ok(())
        });
        self.watchers = watchers;
        shown
    }

    fn snapshot(&mut self, topics: &Topics, watcher: &Watcher) -> Result<Utf8Bytes, Problem> {
        let queue = self
            .picture
            .queue()
            .ok_or_else(|| Problem::internal("a lab is shown before it is loaded"))?;
        let topic = topics.of(watcher.view);
        match watcher.view {
            View::Staff => {
                if let Some(written) = &self.staff_snapshot {
                    return Ok(written.clone());
                }
                let tutors = self.picture.tutors().values();
                let written = Utf8Bytes::from(view::staff_snapshot(topic, queue, tutors)?);
                self.staff_snapshot = Some(written.clone());
                Ok(written)
            }
            View::Wall => {
                if let Some(written) = &self.wall_snapshot {
                    return Ok(written.clone());
                }
                let written = Utf8Bytes::from(view::wall_snapshot(topic, queue)?);
                self.wall_snapshot = Some(written.clone());
                Ok(written)
            }
            View::Student => {
                let base = match self.student_base.take() {
                    Some(base) => base,
                    None => view::student_base(queue)?,
                };
                let account_id = watcher.person.id.to_string();
                let written = view::student_snapshot(topic, &base, queue, &account_id)?;
                self.student_base = Some(base);
                Ok(written.into())
            }
        }
    }

    fn tell_tutor(
        &mut self,
        topic: &str,
        tutor: &Availability,
        cause: Cause<'_>,
    ) -> Result<(), Problem> {
        if !self.picture.offer_tutor(tutor) {
            return Ok(());
        }
        self.staff_snapshot = None;
        let staff = || {
            let watchers = self.watchers.values();
            watchers.filter(|watcher| watcher.view == View::Staff)
        };
        let sending = cause.send(sending::LAB, || staff().count());
        let text = Utf8Bytes::from(view::tutor(topic, tutor)?);
        for watcher in staff() {
            watcher.outbox.push_news(News {
                text: text.clone(),
                sending: sending.clone(),
            });
        }
        Ok(())
    }

    /// Whether a look has to be planned: a change is missing and none is planned yet.
    fn look_wanted(&mut self) -> bool {
        // Before it is loaded everything is missing, and being read already.
        let wanted = self.picture.queue().is_some() && self.picture.is_behind() && !self.look_due;
        self.look_due |= wanted;
        wanted
    }
}
