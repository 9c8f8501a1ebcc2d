//! Figures of the process: instruments for whoever counts, their values as text for Prometheus, and
//! their export where it is configured.
//!
//! There is one set of figures for each process, as there is one log: an instrument is a static of
//! whoever counts with it. Names are those of OpenTelemetry's semantic conventions 1.42 where they
//! have one, and begin with `handup.` elsewhere. No value of an attribute may name a person or grow
//! in number with what people do.

use std::sync::OnceLock;

pub use opentelemetry::KeyValue;
pub use opentelemetry::metrics::{Counter, Gauge, Histogram, UpDownCounter};
use opentelemetry::metrics::{Meter, MeterProvider as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::reader::MetricReader;
use opentelemetry_sdk::metrics::{MeterProviderBuilder, SdkMeterProvider};
use prometheus::{Registry, TextEncoder};

/// Content type of [`text`].
pub const TEXT: &str = prometheus::TEXT_FORMAT;
/// Bounds for durations in seconds: from a commit on a fast disk to the longest patience of a call.
const SECONDS: [f64; 15] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 7.5, 10.0,
];
/// Bounds for small numbers of things.
const NUMBERS: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];

static PROCESS: OnceLock<Process> = OnceLock::new();

struct Process {
    provider: SdkMeterProvider,
    meter: Meter,
    registry: Registry,
}

impl Process {
    fn new(figures: MeterProviderBuilder) -> anyhow::Result<Self> {
        let registry = Registry::new();
        let exporter = opentelemetry_prometheus::exporter()
            .with_registry(registry.clone())
            // The one scope there is would only be a label more on every line.
            .scope_info_enabled(false)
            .build()?;
        let provider = figures.with_reader(exporter).build();
        Ok(Self {
            meter: provider.meter("handup"),
            provider,
            registry,
        })
    }

    /// Counts for nobody: without a reader.
    fn silent(error: &anyhow::Error) -> Self {
        tracing::error!(%error, "there will be no figures");
        let provider = SdkMeterProvider::builder().build();
        Self {
            meter: provider.meter("handup"),
            provider,
            registry: Registry::new(),
        }
    }
}

fn process() -> &'static Process {
    PROCESS.get_or_init(|| {
        Process::new(SdkMeterProvider::builder()).unwrap_or_else(|error| Process::silent(&error))
    })
}

/// Has the figures carry `resource` and be handed to `reader`. Before anything is counted: what is
/// not started so is counted all the same, for [`text`] alone.
///
/// # Errors
/// If something was counted before.
pub(crate) fn start<R: MetricReader>(resource: Resource, reader: Option<R>) -> anyhow::Result<()> {
    let mut figures = SdkMeterProvider::builder().with_resource(resource);
    if let Some(reader) = reader {
        figures = figures.with_reader(reader);
    }
    let fresh = PROCESS.set(Process::new(figures)?).is_ok();
    anyhow::ensure!(fresh, "something was counted before telemetry was started");
    Ok(())
}

/// Exports what is waiting.
pub(crate) fn finish() {
    if let Err(error) = process().provider.shutdown() {
        tracing::warn!(%error, "the last figures could not be exported");
    }
}

/// All figures in Prometheus' text format.
///
/// # Errors
/// If they can't be written.
pub fn text() -> anyhow::Result<String> {
    Ok(TextEncoder::new().encode_to_string(&process().registry.gather())?)
}

/// How long something takes, in seconds.
#[must_use]
pub fn durations(name: &'static str, about: &'static str) -> Histogram<f64> {
    let histogram = process().meter.f64_histogram(name).with_unit("s");
    let histogram = histogram.with_description(about);
    histogram.with_boundaries(SECONDS.to_vec()).build()
}

/// How many of `unit` there are each time.
#[must_use]
pub fn numbers(name: &'static str, unit: &'static str, about: &'static str) -> Histogram<u64> {
    let histogram = process().meter.u64_histogram(name).with_unit(unit);
    let histogram = histogram.with_description(about);
    histogram.with_boundaries(NUMBERS.to_vec()).build()
}

/// How many of `unit` there have been.
#[must_use]
pub fn counter(name: &'static str, unit: &'static str, about: &'static str) -> Counter<u64> {
    let counter = process().meter.u64_counter(name).with_unit(unit);
    counter.with_description(about).build()
}

/// How many of `unit` there are, by what comes and goes.
#[must_use]
pub fn open(name: &'static str, unit: &'static str, about: &'static str) -> UpDownCounter<i64> {
    let open = process().meter.i64_up_down_counter(name).with_unit(unit);
    open.with_description(about).build()
}

/// How many of `unit` there are, as it was seen last.
#[must_use]
pub fn level(name: &'static str, unit: &'static str, about: &'static str) -> Gauge<u64> {
    let level = process().meter.u64_gauge(name).with_unit(unit);
    level.with_description(about).build()
}

/// For how long something has been so, in seconds, as it was seen last.
#[must_use]
pub fn age(name: &'static str, about: &'static str) -> Gauge<f64> {
    let age = process().meter.f64_gauge(name).with_unit("s");
    age.with_description(about).build()
}

/// Seconds from one moment to another, both in milliseconds; none if they are in disorder.
#[must_use]
pub fn seconds_between(from_ms: i64, to_ms: i64) -> f64 {
    let ms = u64::try_from(to_ms.saturating_sub(from_ms)).unwrap_or_default();
    std::time::Duration::from_millis(ms).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_in_the_text_under_its_name_and_unit() {
        let sockets = open("test.sockets", "{socket}", "Open sockets.");
        sockets.add(3, &[]);
        sockets.add(-1, &[]);
        let calls = durations("test.call.duration", "How long calls take.");
        calls.record(0.02, &[KeyValue::new("rpc.method", "request/create")]);
        let text = text().unwrap();
        assert!(text.contains("\ntest_sockets 2\n"), "{text}");
        let line =
            "test_call_duration_seconds_bucket{rpc_method=\"request/create\",le=\"0.025\"} 1";
        assert!(text.contains(line), "{text}");
    }

    #[test]
    fn an_age_is_never_negative() {
        assert!((seconds_between(1_000, 2_500) - 1.5).abs() < f64::EPSILON);
        assert!(seconds_between(2_500, 1_000).abs() < f64::EPSILON);
    }
}
