//! Acknowledged creates a second.
//!
//! There are always 128 students in the room, of whom 1, 32 or 128 ask at the same moment, each
//! over a connection of their own and again as soon as they are answered. Since a student has one
//! open request per lab, they go on to labs in which nobody has asked yet once each has asked in
//! the present ones: 8 labs are busy at a time, or 1, and a queue grows to 128 waiting students as
//! in a large class, not to tens of thousands. So nothing is cancelled in a window, everything
//! between its begin and its end counts, and queues are as long as they would be.
//!
//! A window ends early where the prepared labs are used up; its rate is that of the time it took.
//! Events may still be on their way when it ends: for how long, `settled s` tells.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::try_join_all;
use hyper::header::HeaderValue;
use tokio::sync::Barrier;
use uuid::Uuid;

use crate::figures::{Sample, connect, percentiles};
use crate::http::Http;
use crate::options::{Options, Side};
use crate::profile::Profile;
use crate::target::Target;

/// Students in the room.
pub const STUDENTS: usize = 128;
const CLIENTS: [usize; 3] = [1, 32, 128];
const SPREADS: [usize; 2] = [8, 1];
/// Creates a second for which labs are prepared: for each client, and for all of them.
const MOST_PER_CLIENT: f64 = 1_500.0;
const MOST: f64 = 8_000.0;
const MOST_OF_THE_FLOOR: f64 = 60_000.0;
/// Failures of one client after which the window is given up.
const FAILURES: usize = 10;

/// How many ask at the same moment, and over how many labs they spread.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    clients: usize,
    spread: usize,
}

/// All windows, in order.
pub fn cases() -> impl Iterator<Item = Case> {
    SPREADS
        .into_iter()
        .flat_map(|spread| CLIENTS.map(|clients| Case { clients, spread }))
}

/// Labs that all windows together need.
pub fn labs(window_s: f64, side: Side) -> usize {
    cases()
        .map(|case| labs_of_window(case.clients, window_s, side))
        .sum()
}

fn labs_of_window(clients: usize, window_s: f64, side: Side) -> usize {
    let rate = match side {
        Side::Floor => MOST_OF_THE_FLOOR,
        Side::System => MOST.min(MOST_PER_CLIENT * clients as f64),
    };
    ((rate * window_s / STUDENTS as f64).ceil() as usize).next_multiple_of(8)
}

/// Who asks where in one window.
struct Plan {
    window: Duration,
    clients: usize,
    spread: usize,
    labs: Vec<Uuid>,
    students: Vec<HeaderValue>,
    start: Barrier,
}

impl Plan {
    /// The student and the lab of a client's create number `count`; nothing after the last lab.
    fn turn(&self, client: usize, count: usize) -> Option<(usize, Uuid)> {
        let students = self.students.len() / self.clients;
        let (round, step) = (
            count / (students * self.spread),
            count % (students * self.spread),
        );
        let student = client * students + step / self.spread;
        // Each student begins in another lab, so that the labs fill evenly.
        let lab = round * self.spread + (student + step) % self.spread;
        Some((student, *self.labs.get(lab)?))
    }
}

#[derive(Default)]
struct Tally {
    latencies: Vec<Duration>,
    failures: usize,
}

/// Measures one window.
pub async fn measure(
    target: &mut Target,
    options: &Options,
    Case { clients, spread }: Case,
) -> anyhow::Result<Vec<Sample>> {
    let window = options.window();
    let labs = if spread == 1 { "lab" } else { "labs" };
    let case = format!("create, {clients} at once, {spread} {labs}");
    let plan = Arc::new(Plan {
        window,
        clients,
        spread,
        labs: target.world.fresh_labs(labs_of_window(
            clients,
            window.as_secs_f64(),
            target.side,
        ))?,
        students: target.world.students[..STUDENTS].to_vec(),
        start: Barrier::new(clients + 1),
    });
    let mut asking = Vec::with_capacity(clients);
    for (client, http) in connect(target.http, clients).await?.into_iter().enumerate() {
        asking.push(tokio::spawn(ask(Arc::clone(&plan), client, http)));
    }
    let profile = Profile::begin(options, target, &case)?;
    plan.start.wait().await;
    let begun = Instant::now();
    let before = target.processes.usage()?;
    let tallies: Vec<Tally> = try_join_all(asking)
        .await?
        .into_iter()
        .collect::<Result<_, _>>()?;
    let took = begun.elapsed();
    let cores = target.processes.usage()?.since(before);
    profile.end().await?;
    let settled = target.settled().await?;
    let failures: usize = tallies.iter().map(|tally| tally.failures).sum();
    let latencies: Vec<Duration> = tallies
        .into_iter()
        .flat_map(|tally| tally.latencies)
        .collect();
    let count = f64::from(u32::try_from(latencies.len())?);
    let mut samples = vec![Sample::new(
        &case,
        "acknowledged /s",
        count / took.as_secs_f64(),
    )];
    samples.extend(percentiles(&case, &latencies)?);
    samples.extend([
        Sample::new(&case, "failed", f64::from(u32::try_from(failures)?)),
        Sample::new(&case, "settled s", settled.as_secs_f64()),
        Sample::new(&case, "cores server", cores.server),
        Sample::new(&case, "cores nats", cores.nats),
        Sample::new(&case, "cores load", cores.load),
        Sample::new(&case, "cores rest", cores.rest),
    ]);
    Ok(samples)
}

async fn ask(plan: Arc<Plan>, client: usize, mut http: Http) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    plan.start.wait().await;
    let begun = Instant::now();
    let mut count = 0;
    while begun.elapsed() < plan.window {
        let Some((student, lab)) = plan.turn(client, count) else {
            break;
        };
        count += 1;
        let sent = Instant::now();
        match http
            .create_request(lab, &plan.students[student], student)
            .await
        {
            Ok(_) => tally.latencies.push(sent.elapsed()),
            Err(error) => {
                tally.failures += 1;
                anyhow::ensure!(tally.failures < FAILURES, "too many failures: {error:#}");
            }
        }
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use handup_runtime::ids;

    use super::*;

    #[test]
    fn no_student_asks_twice_in_one_lab_and_all_labs_fill() {
        for (clients, spread) in [(1, 8), (32, 8), (128, 8), (1, 1), (32, 1), (128, 1)] {
            let plan = Plan {
                window: Duration::ZERO,
                clients,
                spread,
                labs: std::iter::repeat_with(ids::new_id).take(16).collect(),
                students: vec![HeaderValue::from_static("s"); STUDENTS],
                start: Barrier::new(1),
            };
            let turns: Vec<_> = (0..clients)
                .flat_map(|client| {
                    (0..).map_while({
                        let plan = &plan;
                        move |count| plan.turn(client, count)
                    })
                })
                .collect();
            let different: HashSet<_> = turns.iter().collect();
            assert_eq!(turns.len(), 16 * STUDENTS);
            assert_eq!(different.len(), turns.len());
        }
    }
}
