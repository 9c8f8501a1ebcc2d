//! One trace from the HTTP request to the last consumer.
//!
//! A test binary of its own: the subscriber is installed for the whole process.

use std::collections::{BTreeMap, BTreeSet};

use handup_contracts::v1::types::Role;
use handup_system_tests::Stage;
use handup_testkit::database::Backend;
use handup_testkit::wait;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Span names of the trace that holds `name`.
fn trace_with(spans: &[SpanData], name: &str) -> BTreeSet<String> {
    let mut traces: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for span in spans {
        traces
            .entry(span.span_context.trace_id().to_string())
            .or_default()
            .insert(span.name.to_string());
    }
    traces
        .into_values()
        .find(|names| names.contains(name))
        .unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_trace_spans_http_rpc_outbox_and_consumers() {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    let traces = tracing_opentelemetry::layer()
        .with_tracer(provider.tracer("handup"))
        .with_filter(LevelFilter::INFO);
    tracing_subscriber::registry().with(traces).init();

    let stage = Stage::start(Backend::Sqlite).await;
    let student = stage.person("sam", Role::Student).await;
    student.ask(&stage.lab(""), "14", "traced").await.ok();

    let wanted = [
        "POST /api/v1/labs/{lab_id}/requests",
        "request/create",
        "publish request.created",
        "consume assignment-requests",
        "consume notification-queue",
        "consume analytics-requests",
    ];
    wait::until("the whole trace", || async {
        provider
            .force_flush()
            .expect("the exporter takes all spans");
        let spans = exporter.get_finished_spans().expect("the spans");
        let names = trace_with(&spans, "publish request.created");
        wanted.iter().all(|name| names.contains(*name))
    })
    .await;
    stage.stop().await;
}
