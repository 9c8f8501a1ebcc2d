//! Carries one trace over the borders that tracing does not cross by itself: NATS messages and
//! outbox rows. Format: W3C trace context, <https://www.w3.org/TR/trace-context/>.

use std::collections::HashMap;

use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::TraceContextExt as _;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

const TRACEPARENT: &str = "traceparent";
/// The field that a span declares, empty, for the id of its trace.
const TRACE_ID: &str = "trace_id";

/// The `traceparent` of the current span, if it is part of a sampled trace.
#[must_use]
pub fn current_traceparent() -> Option<String> {
    let context = tracing::Span::current().context();
    if !context.span().span_context().is_valid() {
        return None;
    }
    let mut carrier = HashMap::new();
    TraceContextPropagator::new().inject_context(&context, &mut carrier);
    carrier.remove(TRACEPARENT)
}

/// Makes `span` a child of the span that `traceparent` names, or the root of a trace, and writes the
/// trace's id into its field `trace_id`: log lines have the fields of the spans around them.
pub fn join(span: &tracing::Span, traceparent: Option<&str>) {
    if let Some(traceparent) = traceparent {
        let carrier = HashMap::from([(TRACEPARENT.to_owned(), traceparent.to_owned())]);
        let context = TraceContextPropagator::new().extract(&carrier);
        // Fails only where no OpenTelemetry layer is installed: then there is no trace to join.
        let _ = span.set_parent(context);
    }
    let trace = span.context().span().span_context().clone();
    if trace.is_valid() {
        span.record(TRACE_ID, tracing::field::display(trace.trace_id()));
    }
}
