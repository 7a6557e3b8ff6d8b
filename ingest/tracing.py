"""Spans leave a process only for the collector that its environment names."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from opentelemetry import trace

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider

SERVICE = "mlops-advisor"
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_LAST_S = 2.0


def collected(environ: Mapping[str, str]) -> bool:
    """Whether there is a collector to send spans to (OTLP over HTTP)."""
    return any(environ.get(name) for name in _ENDPOINTS)


def provider_of(environ: Mapping[str, str], version: str) -> "TracerProvider":
    """The SDK, with nothing that spans would go to yet."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.sampling import ALWAYS_ON

    attributes = {"service.name": environ.get("OTEL_SERVICE_NAME", SERVICE), "service.version": version}
    # The variables of a sampler are read for the end of a trace: one decided at its start would lose failures.
    return TracerProvider(sampler=ALWAYS_ON, resource=Resource.create(attributes), shutdown_on_exit=False)


def sending() -> "SpanProcessor":
    """Where spans go that are to leave: a bounded queue, from which a thread takes them."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    return BatchSpanProcessor(OTLPSpanExporter())


def shut_down(processor: "SpanProcessor") -> None:
    """Send what is queued; a collector that does not answer is waited for no longer than a stop may take."""
    ending = threading.Thread(target=processor.shutdown, daemon=True)
    ending.start()
    ending.join(_LAST_S)


@contextmanager
def traced(environ: Mapping[str, str], version: str) -> Iterator[None]:
    """Let the spans of a command line out; without a collector nothing of the SDK is even imported."""
    if not collected(environ):
        yield
        return
    from ingest.instrumentors import instrument_clients

    provider, processor = provider_of(environ, version), sending()
    provider.add_span_processor(processor)
    trace.set_tracer_provider(provider)
    instrument_clients()
    try:
        yield
    finally:
        shut_down(processor)
