"""Receives spans as a backend of OpenTelemetry does, by OTLP over gRPC, and keeps them as trees."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as messages
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2_grpc as service
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status
from spans import Figures, serve, text

Attributes = dict[str, str]


def read(pairs: object) -> Attributes:
    return {pair.key: text(pair.value) for pair in pairs}


@dataclass(frozen=True)
class Received:
    """One span."""

    trace: str
    id: str
    # Empty where there is none.
    parent: str
    name: str
    kind: str
    status: str
    start_ns: int
    end_ns: int
    # Of the process that sent it.
    process: Attributes
    attributes: Attributes
    # Everything that somebody could read in it: attributes, and what was logged meanwhile.
    texts: list[str]

    @property
    def service(self) -> str:
        return self.process["service.name"].removeprefix("handup-")

    def __str__(self) -> str:
        return f"{self.service} {self.kind} {self.name}"


def received(process: Attributes, span: Span) -> Received:
    attributes = read(span.attributes)
    logged = [read(event.attributes) | {"event": event.name} for event in span.events]
    texts = [span.name, span.status.message, span.trace_state]
    for said in (attributes, process, *logged):
        texts += [f"{name}={value}" for name, value in said.items()]
    return Received(
        trace=span.trace_id.hex(),
        id=span.span_id.hex(),
        parent=span.parent_span_id.hex(),
        name=span.name,
        kind=Span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_"),
        status=Status.StatusCode.Name(span.status.code).removeprefix("STATUS_CODE_"),
        start_ns=span.start_time_unix_nano,
        end_ns=span.end_time_unix_nano,
        process=process,
        attributes=attributes,
        texts=texts,
    )


class Trace:
    """The spans of one trace."""

    def __init__(self, spans: list[Received], order: Callable[[Received], object] = str) -> None:
        self.spans = sorted(spans, key=order)

    def roots(self) -> list[Received]:
        """Those whose parent is not here: it does not exist, or is the caller's."""
        known = {span.id for span in self.spans}
        return [span for span in self.spans if span.parent not in known]

    def children(self, parent: Received) -> list[Received]:
        return [span for span in self.spans if span.parent == parent.id]

    def below(self, span: Received, depth: int = 0) -> Iterator[tuple[int, Received]]:
        """The span and all that followed from it, each with its depth."""
        yield depth, span
        for child in self.children(span):
            yield from self.below(child, depth + 1)

    def tree(self) -> str:
        """One line for each span, indented under its parent."""
        lines = [
            f"{'  ' * depth}{span}\n" for root in self.roots() for depth, span in self.below(root)
        ]
        return "".join(lines)

    def path(self, span: Received) -> list[Received]:
        """From the root to `span`, by the parents' ids."""
        by_id = {one.id: one for one in self.spans}
        path = [span]
        while path[0].parent in by_id:
            path.insert(0, by_id[path[0].parent])
        return path


@dataclass
class Receiver(service.TraceServiceServicer):
    """Everything that was received so far."""

    address: str = ""
    _spans: list[Received] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def Export(self, request: messages.ExportTraceServiceRequest, context: object) -> object:  # noqa: N802
        for resource in request.resource_spans:
            process = read(resource.resource.attributes)
            spans = [received(process, span) for scope in resource.scope_spans for span in scope.spans]
            with self._lock:
                self._spans += spans
        return messages.ExportTraceServiceResponse()

    def all(self) -> list[Received]:
        with self._lock:
            return list(self._spans)

    def trace(self, trace_id: str) -> Trace:
        return Trace([span for span in self.all() if span.trace == trace_id])


@contextmanager
def receive() -> Iterator[Receiver]:
    """Receives on a free loopback port."""
    receiver = Receiver()
    # The services send figures to the same address; those are not looked at here.
    with serve(receiver, Figures()) as address:
        receiver.address = f"http://{address}"
        yield receiver
