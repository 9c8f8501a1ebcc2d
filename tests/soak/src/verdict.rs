//! What was recorded, compared with what the system says in the end. Knows nothing of how either
//! came about.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::record::{Entry, What};

/// What the system says about a request in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Truth {
    pub(crate) lab: usize,
    pub(crate) status: String,
    /// Empty while it has not ended.
    pub(crate) outcome: String,
    /// Account name of who helps or has helped; empty for nobody.
    pub(crate) helper: String,
}

/// What is wrong, in words; nothing if all is right.
pub(crate) fn faults(entries: &[Entry], truth: &HashMap<String, Truth>) -> Vec<String> {
    let mut faults = claims(entries);
    faults.extend(lost(entries, truth));
    faults
}

/// Nobody shares a request, and nobody has two.
fn claims(entries: &[Entry]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut winners: HashMap<&str, &str> = HashMap::new();
    let mut holds: HashMap<&str, &str> = HashMap::new();
    for entry in entries {
        let (who, request) = (entry.who.as_str(), entry.request.as_str());
        match entry.what {
            What::Accepted => {
                if let Some(first) = winners.insert(request, who) {
                    faults.push(format!("{first} and {who} both have request {request}"));
                }
                if let Some(other) = holds.insert(who, request) {
                    faults.push(format!("{who} has {request} while helping with {other}"));
                }
            }
            What::Completed | What::OfferGone => {
                holds.remove(who);
            }
            _ => {}
        }
    }
    faults
}

/// Everything acknowledged is there, once, and as it was acknowledged.
fn lost(entries: &[Entry], truth: &HashMap<String, Truth>) -> Vec<String> {
    let mut faults = Vec::new();
    let asked: BTreeSet<&str> = of(entries, What::Asked)
        .map(|entry| &*entry.request)
        .collect();
    for id in truth.keys().filter(|id| !asked.contains(id.as_str())) {
        faults.push(format!("request {id} is there and nobody has asked it"));
    }
    for (what, status) in [
        (What::Asked, None),
        (What::Cancelled, Some(("cancelled", "withdrawn"))),
        (What::Completed, Some(("completed", "helped"))),
        (What::Accepted, None),
    ] {
        for entry in of(entries, what) {
            let Some(now) = truth.get(&entry.request) else {
                faults.push(format!("request {} is lost", entry.request));
                continue;
            };
            if now.lab != entry.lab {
                faults.push(format!("request {} is in another lab", entry.request));
            }
            if status.is_some_and(|status| status != (&*now.status, &*now.outcome)) {
                faults.push(format!("{what:?} was acknowledged, and is lost: {now:?}"));
            }
            if what == What::Accepted && now.helper != entry.who {
                faults.push(format!(
                    "{} had request {}: {now:?}",
                    entry.who, entry.request
                ));
            }
        }
    }
    faults
}

pub(crate) fn of(entries: &[Entry], what: What) -> impl Iterator<Item = &Entry> {
    entries.iter().filter(move |entry| entry.what == what)
}

/// A tutor had nothing to do and no offer, while somebody in the lab waited without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Idle {
    /// Since the beginning, in milliseconds.
    pub from_ms: u64,
    /// How long, in milliseconds.
    pub ms: u64,
}

/// Each time at which a tutor had to wait for an offer, the shortest first.
pub(crate) fn idle(entries: &[Entry]) -> Vec<Idle> {
    let mut labs: BTreeMap<usize, Lab> = BTreeMap::new();
    for entry in entries {
        labs.entry(entry.lab).or_default().take(entry);
    }
    let end_ms = entries.last().map_or(0, |entry| entry.at_ms);
    let mut idle: Vec<Idle> = labs.into_values().flat_map(|lab| lab.end(end_ms)).collect();
    idle.sort_unstable_by_key(|idle| idle.ms);
    idle
}

/// A lab as its people know it.
#[derive(Default)]
struct Lab {
    waiting: BTreeSet<String>,
    /// Requests that wait no longer, or never will.
    over: BTreeSet<String>,
    /// Tutors with nothing to do, each with when that began to matter.
    free: BTreeMap<String, Option<u64>>,
    idle: Vec<Idle>,
}

impl Lab {
    fn take(&mut self, entry: &Entry) {
        let (who, request, at_ms) = (&entry.who, &entry.request, entry.at_ms);
        match entry.what {
            // Tutors can be told of a request before its student is.
            What::Asked if self.over.contains(request) => {}
            What::Asked => {
                self.waiting.insert(request.clone());
            }
            What::Cancelled => self.is_over(request),
            What::Ready | What::OfferGone | What::Completed => {
                self.free.insert(who.clone(), None);
            }
            What::Offered => {
                self.is_over(request);
                if let Some(Some(since)) = self.free.remove(who) {
                    self.idle.push(Idle::between(since, at_ms));
                }
            }
            What::Accepted => {}
        }
        let matters = !self.waiting.is_empty();
        for since in self.free.values_mut() {
            match since {
                Some(from) if !matters => {
                    self.idle.push(Idle::between(*from, at_ms));
                    *since = None;
                }
                None if matters => *since = Some(at_ms),
                _ => {}
            }
        }
    }

    fn is_over(&mut self, request: &str) {
        self.waiting.remove(request);
        self.over.insert(request.to_owned());
    }

    fn end(self, end_ms: u64) -> Vec<Idle> {
        let open = self.free.into_values().flatten();
        let mut idle = self.idle;
        idle.extend(open.map(|since| Idle::between(since, end_ms)));
        idle
    }
}

impl Idle {
    fn between(from_ms: u64, until_ms: u64) -> Self {
        Self {
            from_ms,
            ms: until_ms - from_ms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at_ms: u64, who: &str, request: &str, what: What) -> Entry {
        Entry {
            at_ms,
            lab: 0,
            who: who.into(),
            request: request.into(),
            what,
            took_ms: 1,
        }
    }

    fn story() -> Vec<Entry> {
        vec![
            entry(0, "tom", "", What::Ready),
            entry(10, "sam", "r1", What::Asked),
            entry(30, "tom", "r1", What::Offered),
            entry(40, "tom", "r1", What::Accepted),
            entry(50, "sue", "r2", What::Asked),
            entry(60, "tom", "r1", What::Completed),
        ]
    }

    fn truth(helper: &str) -> HashMap<String, Truth> {
        let request = |status: &str, outcome: &str, helper: &str| Truth {
            lab: 0,
            status: status.into(),
            outcome: outcome.into(),
            helper: helper.into(),
        };
        HashMap::from([
            ("r1".into(), request("completed", "helped", helper)),
            ("r2".into(), request("pending", "", "")),
        ])
    }

    #[test]
    fn a_session_as_it_should_be_has_no_fault() {
        assert_eq!(faults(&story(), &truth("tom")), [""; 0]);
    }

    #[test]
    fn a_double_claim_a_lost_request_and_one_that_nobody_asked_are_found() {
        let mut twice = story();
        twice.push(entry(70, "tina", "r1", What::Accepted));
        assert_eq!(faults(&twice, &truth("tom")).len(), 2);
        let mut lost = truth("tom");
        lost.remove("r2");
        assert_eq!(faults(&story(), &lost).len(), 1);
        let mut more = truth("tom");
        more.insert("r3".into(), more["r2"].clone());
        assert_eq!(faults(&story(), &more).len(), 1);
        let mut undone = truth("tom");
        undone.insert("r1".into(), undone["r2"].clone());
        assert_eq!(faults(&story(), &undone).len(), 2);
    }

    #[test]
    fn a_tutor_with_two_requests_is_found() {
        let mut two = story();
        two.insert(5, entry(55, "tom", "r2", What::Accepted));
        assert!(faults(&two, &truth("tom"))[0].contains("while helping with r1"));
    }

    #[test]
    fn idle_is_who_has_nothing_to_do_while_somebody_waits() {
        let mut entries = story();
        let spans = [
            Idle { from_ms: 60, ms: 0 },
            Idle {
                from_ms: 10,
                ms: 20,
            },
        ];
        assert_eq!(idle(&entries), spans);
        entries.push(entry(90, "sue", "r2", What::Cancelled));
        let spans = [
            Idle {
                from_ms: 10,
                ms: 20,
            },
            Idle {
                from_ms: 60,
                ms: 30,
            },
        ];
        assert_eq!(idle(&entries), spans);
    }

    #[test]
    fn a_tutor_may_be_told_of_a_request_before_its_student_is() {
        let entries = [
            entry(0, "tom", "", What::Ready),
            entry(0, "tina", "", What::Ready),
            entry(10, "tom", "r1", What::Offered),
            entry(20, "sam", "r1", What::Asked),
            entry(900, "zoe", "r2", What::Cancelled),
        ];
        assert_eq!(idle(&entries), []);
    }
}
