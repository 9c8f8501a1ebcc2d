//! What is counted about calls and events, by the names of the semantic conventions.

use std::sync::{Arc, LazyLock};

use handup_contracts::Problem;
use handup_contracts::events::Consumer;
use handup_runtime::metrics::{self, Counter, Histogram, KeyValue};
use tokio::time::Instant;

static SERVED: LazyLock<Histogram<f64>> = LazyLock::new(|| {
    metrics::durations(
        "rpc.server.call.duration",
        "From taking a call to having answered it.",
    )
});
static CALLED: LazyLock<Histogram<f64>> = LazyLock::new(|| {
    metrics::durations(
        "rpc.client.call.duration",
        "From making a call to having its answer.",
    )
});
static DELIVERED: LazyLock<Counter<u64>> = LazyLock::new(|| {
    metrics::counter(
        "messaging.client.consumed.messages",
        "{message}",
        "Deliveries of events, those that come again too.",
    )
});
static PROCESSED: LazyLock<Histogram<f64>> = LazyLock::new(|| {
    metrics::durations(
        "messaging.process.duration",
        "From the delivery of an event to its effect.",
    )
});

/// Counts a call that was answered here.
pub(crate) fn served(method: &Arc<str>, began: Instant, problem: Option<&Problem>) {
    SERVED.record(
        began.elapsed().as_secs_f64(),
        &call(Arc::clone(method), problem),
    );
}

/// Counts a call that was made from here.
pub(crate) fn called(method: String, began: Instant, problem: Option<&Problem>) {
    CALLED.record(
        began.elapsed().as_secs_f64(),
        &call(Arc::from(method), problem),
    );
}

/// A refusal is an answer like others; only a fault is an error.
fn call(method: Arc<str>, problem: Option<&Problem>) -> Vec<KeyValue> {
    let mut attributes = vec![
        KeyValue::new("rpc.system.name", "nats"),
        KeyValue::new("rpc.method", method),
        KeyValue::new(
            "rpc.response.status_code",
            problem.map_or("ok", |problem| problem.code.name()),
        ),
    ];
    attributes.extend(error(problem));
    attributes
}

/// Counts a delivery.
pub(crate) fn delivered(consumer: &Consumer) {
    DELIVERED.add(1, &event(consumer));
}

/// Counts what was done about a delivery.
pub(crate) fn processed(consumer: &Consumer, began: Instant, problem: Option<&Problem>) {
    let mut attributes = event(consumer).to_vec();
    attributes.extend(error(problem));
    PROCESSED.record(began.elapsed().as_secs_f64(), &attributes);
}

fn event(consumer: &Consumer) -> [KeyValue; 3] {
    [
        KeyValue::new("messaging.system", "nats"),
        KeyValue::new("messaging.operation.name", "process"),
        group(consumer),
    ]
}

/// Which consumer a figure is about.
pub(crate) fn group(consumer: &Consumer) -> KeyValue {
    KeyValue::new("messaging.consumer.group.name", consumer.name)
}

fn error(problem: Option<&Problem>) -> Option<KeyValue> {
    problem
        .filter(|problem| problem.code.is_fault())
        .map(|problem| KeyValue::new("error.type", problem.code.name()))
}
