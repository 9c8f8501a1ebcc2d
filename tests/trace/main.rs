//! One trace from the HTTP request to the last consumer, and which spans of it are errors.
//!
//! A test binary of its own: the subscriber is installed for the whole process.
#![expect(
    clippy::expect_used,
    reason = "in a test, a broken premise must end the test and say why"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use handup_contracts::v1::types::Role;
use handup_system_tests::Stage;
use handup_testkit::database::Backend;
use handup_testkit::wait;
use opentelemetry::trace::{SpanKind, Status, TracerProvider as _};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// What exports the spans of all tests here.
static SPANS: LazyLock<(InMemorySpanExporter, SdkTracerProvider)> = LazyLock::new(|| {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    let traces = tracing_opentelemetry::layer()
        .with_tracer(provider.tracer("handup"))
        .with_filter(LevelFilter::INFO);
    tracing_subscriber::registry().with(traces).init();
    (exporter, provider)
});

/// The spans that have ended.
fn ended_spans() -> Vec<SpanData> {
    let (exporter, provider) = &*SPANS;
    provider
        .force_flush()
        .expect("the exporter takes all spans");
    exporter.get_finished_spans().expect("the spans")
}

/// What the services said about their calls of `method` that have ended.
fn outcomes(method: &str) -> Vec<Status> {
    let served = |span: &SpanData| span.name == method && span.span_kind == SpanKind::Server;
    let spans = ended_spans().into_iter().filter(served);
    spans.map(|span| span.status).collect()
}

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
    LazyLock::force(&SPANS);
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
        let names = trace_with(&ended_spans(), "publish request.created");
        wanted.iter().all(|name| names.contains(*name))
    })
    .await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_is_refused_is_no_error_and_one_that_fails_is() {
    LazyLock::force(&SPANS);
    let stage = Stage::start(Backend::Postgres).await;
    let student = stage.person("sid", Role::Student).await;
    let nowhere = "/api/v1/requests/018f0000-0000-7000-8000-000000000000/accept";
    student.act(nowhere).await.refused(404);
    wait::until("the refused call has ended", || async {
        outcomes("request/accept") == [Status::Unset]
    })
    .await;

    let link = stage
        .database_link
        .as_ref()
        .expect("a network to PostgreSQL");
    link.cut();
    student.act(nowhere).await.refused(503);
    wait::until("the failed call has ended", || async {
        outcomes("request/accept") == [Status::Unset, Status::error("")]
    })
    .await;
    link.mend();
    stage.stop().await;
}
