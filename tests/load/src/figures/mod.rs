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

/// Who and what all figures need together.
#[must_use]
pub fn size(options: &Options, side: Side) -> Size {
    let window_s = options.window().as_secs_f64();
    Size {
        students: live::students(window_s).max(create::STUDENTS),
        tutors: live::TUTORS,
        labs: create::labs(window_s, side) + live::LABS + memory::LABS + claims::LABS,
    }
}

/// Measures what is wanted.
///
/// # Errors
/// If the target fails.
pub async fn measure(target: &mut Target, options: &Options) -> anyhow::Result<Vec<Sample>> {
    let mut samples = Vec::new();
    // Memory first, while nothing has been cached yet. Claims last: a tutor without a live
    // connection loses what he has accepted after a while, and that would be work in other windows.
    if options.wants(Figure::Memory) {
        samples.extend(memory::measure(target).await?);
    }
    if options.wants(Figure::Create) {
        samples.extend(create::measure(target, options).await?);
    }
    if options.wants(Figure::Live) {
        samples.extend(live::measure(target, options).await?);
    }
    if options.wants(Figure::Claims) && target.side == Side::System {
        samples.extend(claims::measure(target).await?);
    }
    if options.wants(Figure::Offers) && target.side == Side::System {
        samples.extend(offers::measure(target).await?);
    }
    Ok(samples)
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
