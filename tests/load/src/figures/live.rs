//! From just before a create is sent until the last watcher of the lab has it.
//!
//! Creates come at a fixed rate, whatever the answers take. Half of the watchers are staff, half
//! are students; each is a person of their own. The clock starts before the create is sent.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use futures::future::try_join_all;
use futures::{StreamExt as _, TryStreamExt as _};
use hyper::header::HeaderValue;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use uuid::Uuid;

use crate::figures::{Sample, connect, percentiles};
use crate::http::Http;
use crate::options::Options;
use crate::socket::{Socket, revision};
use crate::target::Target;

/// Tutors among the most watchers.
pub const TUTORS: usize = 250;
/// Labs that all windows together need.
pub const LABS: usize = WATCHERS.len();
/// How many watch, step by step.
pub const WATCHERS: [usize; 3] = [10, 100, 500];
const RATES: [usize; 2] = [20, 100];
/// Connections that creates go over.
const CONNECTIONS: usize = 32;
/// Sockets that are opened at the same time.
const OPENED_AT_ONCE: usize = 32;
/// How long after the last answer a delta may arrive before it counts as missing.
const PATIENCE: Duration = Duration::from_secs(5);
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Students needed: each asks once in a lab, and half of the most watchers are students.
pub fn students(window_s: f64) -> usize {
    let asking: usize = RATES.iter().map(|rate| creates(*rate, window_s)).sum();
    asking.max(WATCHERS[2] - TUTORS)
}

fn creates(rate: usize, window_s: f64) -> usize {
    (rate as f64 * window_s) as usize
}

/// Measures all rates with so many `watchers`.
pub async fn measure(
    target: &mut Target,
    options: &Options,
    watchers: usize,
) -> anyhow::Result<Vec<Sample>> {
    let mut pool = Pool::new(connect(target.http, CONNECTIONS).await?);
    let lab = target.world.fresh_labs(1)?[0];
    let sockets = open(target, lab, watchers).await?;
    target.settled().await?;
    let arrivals = Arc::new(Arrivals::new(target.world.students.len()));
    let _watching = watch(sockets, &arrivals);
    let mut students = target.world.students.iter();
    let mut samples = Vec::new();
    for rate in RATES {
        let case = format!("live, {watchers} watchers, {rate} creates/s");
        let asking = students
            .by_ref()
            .take(creates(rate, options.window().as_secs_f64()));
        let asked = ask(&mut pool, lab, rate, asking).await?;
        samples.extend(arrivals.evaluate(&case, watchers, &asked).await?);
    }
    Ok(samples)
}

async fn open(target: &Target, lab: Uuid, count: usize) -> anyhow::Result<Vec<Socket>> {
    let tutors = target.world.tutors.iter().take(count / 2);
    let students = target.world.students.iter().take(count - count / 2);
    // Staff first: the first watcher must be one who sees which request a revision belongs to.
    futures::stream::iter(tutors.chain(students))
        .map(|person| Socket::watch(target.http, person, lab))
        .buffered(OPENED_AT_ONCE)
        .try_collect()
        .await
}

/// When deltas arrived, by revision.
struct Arrivals {
    begun: Instant,
    count: Vec<AtomicU32>,
    last_ns: Vec<AtomicU64>,
    revisions: Mutex<HashMap<Uuid, usize>>,
}

/// A create that was sent.
struct Asked {
    request: Uuid,
    at: Instant,
}

impl Arrivals {
    fn new(creates: usize) -> Self {
        // The lab itself has the first revision.
        let revisions = creates + 2;
        Self {
            begun: Instant::now(),
            count: std::iter::repeat_with(AtomicU32::default)
                .take(revisions)
                .collect(),
            last_ns: std::iter::repeat_with(AtomicU64::default)
                .take(revisions)
                .collect(),
            revisions: Mutex::default(),
        }
    }

    fn arrived(&self, revision: usize) {
        let ns = u64::try_from(self.begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        if let (Some(count), Some(last)) = (self.count.get(revision), self.last_ns.get(revision)) {
            last.fetch_max(ns, Ordering::Relaxed);
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn learn(&self, request: Uuid, revision: usize) {
        let mut revisions = self
            .revisions
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        revisions.insert(request, revision);
    }

    fn revision(&self, request: Uuid) -> Option<usize> {
        let revisions = self
            .revisions
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        revisions.get(&request).copied()
    }

    fn missing(&self, watchers: usize, asked: &[Asked]) -> usize {
        let arrived = |asked: &Asked| match self.revision(asked.request) {
            Some(revision) => self.count[revision].load(Ordering::Relaxed) as usize,
            None => 0,
        };
        asked
            .iter()
            .map(|asked| watchers.saturating_sub(arrived(asked)))
            .sum()
    }

    async fn evaluate(
        &self,
        case: &str,
        watchers: usize,
        asked: &[Asked],
    ) -> anyhow::Result<Vec<Sample>> {
        let all_here = async {
            let mut ticks = tokio::time::interval(LOOK_EVERY);
            while self.missing(watchers, asked) > 0 {
                ticks.tick().await;
            }
        };
        // What is not here by then, is counted as missing below.
        let _ = tokio::time::timeout(PATIENCE, all_here).await;
        let latencies: Vec<Duration> = asked
            .iter()
            .filter_map(|asked| {
                let revision = self.revision(asked.request)?;
                let last = Duration::from_nanos(self.last_ns[revision].load(Ordering::Relaxed));
                Some((self.begun + last).saturating_duration_since(asked.at))
            })
            .collect();
        let missing = self.missing(watchers, asked);
        let mut samples = percentiles(case, &latencies)?.to_vec();
        samples.push(Sample::new(
            case,
            "missing",
            f64::from(u32::try_from(missing)?),
        ));
        Ok(samples)
    }
}

/// Ends its tasks when dropped.
struct Watching(Vec<AbortHandle>);

impl Drop for Watching {
    fn drop(&mut self) {
        self.0.iter().for_each(AbortHandle::abort);
    }
}

fn watch(sockets: Vec<Socket>, arrivals: &Arc<Arrivals>) -> Watching {
    let tasks = sockets.into_iter().enumerate().map(|(number, mut socket)| {
        let arrivals = Arc::clone(arrivals);
        let task = tokio::spawn(async move {
            let mut newest = 0;
            // A socket that ends shows as missing deltas.
            while let Ok(text) = socket.text().await {
                // A delta that comes twice is one delivery.
                let Some(revision) = revision(&text).filter(|revision| *revision > newest) else {
                    continue;
                };
                newest = revision;
                if number == 0
                    && let Some(request) = request_id(&text)
                {
                    arrivals.learn(request, revision);
                }
                arrivals.arrived(revision);
            }
        });
        task.abort_handle()
    });
    Watching(tasks.collect())
}

/// The request in a delta for staff.
fn request_id(text: &str) -> Option<Uuid> {
    let (_, request) = text.split_once(r#""request":{"#)?;
    id_in(request)
}

fn id_in(text: &str) -> Option<Uuid> {
    let (_, id) = text.split_once(r#""id":""#)?;
    id.get(..36)?.parse().ok()
}

async fn ask(
    pool: &mut Pool,
    lab: Uuid,
    rate: usize,
    students: impl Iterator<Item = &HeaderValue>,
) -> anyhow::Result<Vec<Asked>> {
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / u32::try_from(rate)?);
    let mut asking = JoinSet::new();
    for student in students {
        let student = student.clone();
        ticks.tick().await;
        // Waiting for a free connection is part of the latency.
        let at = Instant::now();
        let mut http = pool.take().await?;
        let back = pool.back.clone();
        asking.spawn(async move {
            let answer = http.create_request(lab, &student, 1).await?;
            let request = std::str::from_utf8(&answer).ok().and_then(id_in);
            back.send(http).await.context("the pool")?;
            anyhow::Ok(Asked {
                request: request.context("no id in the answer")?,
                at,
            })
        });
    }
    try_join_all(
        asking
            .join_all()
            .await
            .into_iter()
            .map(futures::future::ready),
    )
    .await
}

/// Connections that are free.
struct Pool {
    free: mpsc::Receiver<Http>,
    back: mpsc::Sender<Http>,
}

impl Pool {
    fn new(connections: Vec<Http>) -> Self {
        let (back, free) = mpsc::channel(connections.len().max(1));
        for http in connections {
            // There is room for all of them.
            let _ = back.try_send(http);
        }
        Self { free, back }
    }

    async fn take(&mut self) -> anyhow::Result<Http> {
        self.free.recv().await.context("the pool")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_of_a_delta_is_found() {
        let id = handup_runtime::ids::new_id();
        let delta =
            format!(r#"{{"type":"delta","revision":2,"request":{{"id":"{id}","seat":"1"}}}}"#);
        assert_eq!(request_id(&delta), Some(id));
        let ticket = format!(r#"{{"type":"delta","revision":2,"ticket":{{"id":"{id}"}}}}"#);
        assert_eq!(request_id(&ticket), None);
    }
}
