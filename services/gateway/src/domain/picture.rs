//! The live picture of one lab: its queue, kept by changes with consecutive revisions, and its
//! tutors, kept by versions.

use std::collections::BTreeMap;

use handup_contracts::v1::events::Event;
use handup_contracts::v1::events::event::State;
use handup_contracts::v1::types::{Availability, Lab, Request, RequestStatus};

use crate::domain::reorder::Reorder;

/// Changes held while one before them is missing.
const HELD: usize = 4096;

/// One change of a queue.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    /// The queue's revision after it.
    pub(crate) revision: i64,
    /// What happened, such as "accepted".
    pub(crate) name: String,
    pub(crate) what: Changed,
}

/// The new state of what has changed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Changed {
    Lab(Lab),
    Request(Request),
}

impl Change {
    /// The change that `event` tells of, if it is one of a queue.
    pub(crate) fn of(event: &Event) -> Option<Self> {
        let what = match event.state.clone()? {
            State::Lab(lab) => Changed::Lab(lab),
            State::Request(request) => Changed::Request(request),
            _ => return None,
        };
        (event.revision > 0).then(|| Self {
            revision: event.revision,
            name: event.name.clone(),
            what,
        })
    }
}

/// A queue at one revision.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Queue {
    pub(crate) lab: Lab,
    /// Those waiting and being helped, by id.
    pub(crate) requests: BTreeMap<String, Request>,
}

impl Queue {
    /// The queue as the service read it.
    pub(crate) fn new(lab: Lab, requests: Vec<Request>) -> Self {
        let requests = requests.into_iter().filter(is_open);
        Self {
            lab,
            requests: requests
                .map(|request| (request.id.clone(), request))
                .collect(),
        }
    }

    fn apply(&mut self, change: &Change) {
        match &change.what {
            Changed::Lab(lab) => self.lab = lab.clone(),
            Changed::Request(request) if is_open(request) => {
                self.requests.insert(request.id.clone(), request.clone());
            }
            Changed::Request(request) => {
                self.requests.remove(&request.id);
            }
        }
        self.lab.revision = change.revision;
    }
}

/// Whether the request is still in the queue.
pub(crate) fn is_open(request: &Request) -> bool {
    matches!(
        request.status(),
        RequestStatus::Pending | RequestStatus::InProgress
    )
}

/// A lab's picture, loaded or not yet.
#[derive(Debug)]
pub(crate) struct Picture {
    queue: Option<Queue>,
    tutors: BTreeMap<String, Availability>,
    early: Reorder<Change>,
    /// The highest revision heard of.
    expected: i64,
}

impl Default for Picture {
    fn default() -> Self {
        Self {
            queue: None,
            tutors: BTreeMap::new(),
            early: Reorder::new(HELD),
            expected: 0,
        }
    }
}

impl Picture {
    /// The queue, once loaded.
    pub(crate) fn queue(&self) -> Option<&Queue> {
        self.queue.as_ref()
    }

    /// The tutors known so far, by id.
    pub(crate) fn tutors(&self) -> &BTreeMap<String, Availability> {
        &self.tutors
    }

    /// The revision of the picture; 0 before it is loaded.
    pub(crate) fn revision(&self) -> i64 {
        self.queue.as_ref().map_or(0, |queue| queue.lab.revision)
    }

    /// Whether a change is missing.
    pub(crate) fn is_behind(&self) -> bool {
        self.revision() < self.expected
    }

    /// Takes note that the queue has come to `revision`.
    pub(crate) fn expect(&mut self, revision: i64) {
        self.expected = self.expected.max(revision);
    }

    /// Takes a change in. Gives out those that can be shown now, in order.
    pub(crate) fn offer(&mut self, change: Change) -> Vec<Change> {
        self.expect(change.revision);
        if self.queue.is_some() && change.revision <= self.revision() {
            return Vec::new();
        }
        self.early.hold(change.revision, change);
        self.go_on()
    }

    /// Takes a queue that was read anew. True where the picture has become newer by it.
    pub(crate) fn install(&mut self, queue: Queue) -> bool {
        let newer = self.queue.is_none() || queue.lab.revision > self.revision();
        if newer {
            self.expect(queue.lab.revision);
            self.queue = Some(queue);
            self.go_on();
        }
        newer
    }

    /// Takes a tutor's availability in. True where it is newer than what is known.
    pub(crate) fn offer_tutor(&mut self, tutor: &Availability) -> bool {
        let known = self.tutors.get(&tutor.tutor_id);
        let newer = known.is_none_or(|known| known.version < tutor.version);
        if newer {
            self.tutors.insert(tutor.tutor_id.clone(), tutor.clone());
        }
        newer
    }

    fn go_on(&mut self) -> Vec<Change> {
        let Some(queue) = &mut self.queue else {
            return Vec::new();
        };
        let ready = self.early.following(queue.lab.revision);
        for change in &ready {
            queue.apply(change);
        }
        ready
    }
}
