"""Receives traces and figures as the OpenTelemetry collector does, and keeps what dashboards ask of."""

from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass, field

import grpc
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2 as figures_messages
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2_grpc as figures_service
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as messages
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2_grpc as service
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

# One span's labels, as the collector's spanmetrics connector gives them to its figures.
Labels = frozenset[tuple[str, str]]


def text(value: object) -> str:
    """An attribute as a label has it."""
    kind = value.WhichOneof("value")
    return str(getattr(value, kind)) if kind else ""


@dataclass
class Spans(service.TraceServiceServicer):
    """The different label sets that were seen."""

    # Attributes of spans that the collector is told to make labels of.
    dimensions: list[str]
    address: str = ""
    seen: set[Labels] = field(default_factory=set)
    figures: "Figures" = field(default_factory=lambda: Figures())

    def Export(self, request: messages.ExportTraceServiceRequest, context: object) -> object:  # noqa: N802
        for resource in request.resource_spans:
            process = {pair.key: text(pair.value) for pair in resource.resource.attributes}
            for scope in resource.scope_spans:
                for span in scope.spans:
                    own = {pair.key: text(pair.value) for pair in span.attributes}
                    labels = {
                        "service_name": process["service.name"],
                        "span_name": span.name,
                        "span_kind": Span.SpanKind.Name(span.kind),
                        "status_code": Status.StatusCode.Name(span.status.code),
                    }
                    labels |= {name.replace(".", "_"): own[name] for name in self.dimensions if name in own}
                    self.seen.add(frozenset(labels.items()))
        return messages.ExportTraceServiceResponse()


@dataclass
class Figures(figures_service.MetricsServiceServicer):
    """The names and attributes that were seen of each process."""

    seen: dict[str, set[str]] = field(default_factory=dict)

    def Export(self, request: figures_messages.ExportMetricsServiceRequest, context: object) -> object:  # noqa: N802
        for resource in request.resource_metrics:
            process = {pair.key: text(pair.value) for pair in resource.resource.attributes}
            if not process.get("service.instance.id"):
                context.abort(grpc.StatusCode.INVALID_ARGUMENT, "replicas can't be told apart")
            names = self.seen.setdefault(process["service.name"], set())
            names |= {metric.name for scope in resource.scope_metrics for metric in scope.metrics}
        return figures_messages.ExportMetricsServiceResponse()


@contextmanager
def receive(dimensions: list[str]) -> Iterator[Spans]:
    """Receives on a free loopback port."""
    spans = Spans(dimensions)
    with serve(spans, spans.figures) as spans.address:
        yield spans


@contextmanager
def serve(spans: service.TraceServiceServicer, figures: Figures) -> Iterator[str]:
    """Has both receive what is exported, at the address that it yields."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    service.add_TraceServiceServicer_to_server(spans, server)
    figures_service.add_MetricsServiceServicer_to_server(figures, server)
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        yield address
    finally:
        server.stop(grace=None).wait()
