//! What is measured.

pub mod claims;
pub mod create;
pub mod live;
pub mod memory;
pub mod offers;

use std::net::SocketAddr;
use std::time::Duration;

use hdrhistogram::Histogram;

use crate::http::Http;
use crate::options::{Figure, Options, Side};
use crate::target::Target;
use crate::world::Size;

const WARM_UP_LABS: usize = 1;
/// Longest latency that is told apart, in microseconds.
const LONGEST_US: u64 = 60_000_000;

/// One measured value.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Under which circumstances, such as `create, 32 at once, 8 labs`.
    pub case: String,
    /// What.
    pub metric: &'static str,
    /// Its value, in the unit that the name of the metric ends with.
    pub value: f64,
}

impl Sample {
    /// A value.
    #[must_use]
    pub fn new(case: &str, metric: &'static str, value: f64) -> Self {
        Self {
            case: case.to_owned(),
            metric,
            value,
        }
    }
}

/// What is measured at a stretch: on one side, and then on the other.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// Resident size, idle and per socket.
    Memory,
    /// Every student asks once, so that no window pays for what is done once per process and person.
    WarmUp,
    /// One window of creates.
    Create(create::Case),
    /// The windows in which so many watch one lab.
    Live { watchers: usize },
    /// Accepts by tutors who compete.
    Claims,
    /// From being free to the next offer.
    Offers,
}

/// Who and what all steps need together.
#[must_use]
pub fn size(options: &Options, side: Side) -> Size {
    let window_s = options.window().as_secs_f64();
    Size {
        students: live::students(window_s).max(create::STUDENTS),
        tutors: live::TUTORS,
        labs: WARM_UP_LABS
            + create::labs(window_s, side)
            + live::LABS
            + memory::LABS
            + claims::LABS,
    }
}

/// What is wanted, in order.
#[must_use]
pub fn steps(options: &Options) -> Vec<Step> {
    let wants = |figure, steps: Vec<Step>| match options.wants(figure) {
        true => steps,
        false => Vec::new(),
    };
    let live = live::WATCHERS.map(|watchers| Step::Live { watchers });
    // Memory first, while nothing has been cached yet. Claims last: a tutor without a live
    // connection loses what he has accepted after a while, and that would be work in other windows.
    [
        wants(Figure::Memory, vec![Step::Memory]),
        vec![Step::WarmUp],
        wants(Figure::Create, create::cases().map(Step::Create).collect()),
        wants(Figure::Live, live.to_vec()),
        wants(Figure::Claims, vec![Step::Claims]),
        wants(Figure::Offers, vec![Step::Offers]),
    ]
    .concat()
}

/// Measures `step`.
///
/// # Errors
/// If the target fails.
pub async fn measure(
    step: Step,
    target: &mut Target,
    options: &Options,
) -> anyhow::Result<Vec<Sample>> {
    match step {
        Step::Memory => memory::measure(target).await,
        Step::WarmUp => warm_up(target).await,
        Step::Create(case) => create::measure(target, options, case).await,
        Step::Live { watchers } => live::measure(target, options, watchers).await,
        // The floor knows neither.
        Step::Claims | Step::Offers if target.side == Side::Floor => Ok(Vec::new()),
        Step::Claims => claims::measure(target).await,
        Step::Offers => offers::measure(target).await,
    }
}

async fn warm_up(target: &mut Target) -> anyhow::Result<Vec<Sample>> {
    let lab = target.world.fresh_labs(WARM_UP_LABS)?[0];
    let mut http = Http::connect(target.http).await?;
    for student in &target.world.students {
        http.create_request(lab, student, 1).await?;
    }
    Ok(Vec::new())
}

/// Median and 99th percentile of `latencies`, as samples in milliseconds.
fn percentiles(case: &str, latencies: &[Duration]) -> anyhow::Result<[Sample; 2]> {
    let mut histogram = Histogram::<u64>::new_with_max(LONGEST_US, 3)?;
    for latency in latencies {
        histogram.saturating_record(u64::try_from(latency.as_micros())?);
    }
    let ms = |quantile| {
        Duration::from_micros(histogram.value_at_quantile(quantile)).as_secs_f64() * 1000.0
    };
    Ok([
        Sample::new(case, "p50 ms", ms(0.5)),
        Sample::new(case, "p99 ms", ms(0.99)),
    ])
}

async fn connect(address: SocketAddr, count: usize) -> anyhow::Result<Vec<Http>> {
    let mut connections = Vec::with_capacity(count);
    for _ in 0..count {
        connections.push(Http::connect(address).await?);
    }
    Ok(connections)
}
