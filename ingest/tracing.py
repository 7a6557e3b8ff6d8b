"""Spans leave a process only for the collector that its environment names."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from opentelemetry import trace

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
    from opentelemetry.sdk.trace.sampling import Sampler

SERVICE = "mlops-advisor"
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_LAST_S = 2.0
# Room for the longest prompt that is sent; a text beyond it is cut.
_LONGEST = 32_768
_LENGTHS = ("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT")


def collected(environ: Mapping[str, str]) -> bool:
    """Whether there is a collector to send spans to (OTLP over HTTP)."""
    return any(environ.get(name) for name in _ENDPOINTS)


def provider_of(
    environ: Mapping[str, str], version: str, service: str = SERVICE, sampler: "Sampler | None" = None
) -> "TracerProvider":
    """The SDK, with nothing that spans would go to yet; without a `sampler`, all of them are sampled."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import SpanLimits, TracerProvider
    from opentelemetry.sdk.trace.sampling import ALWAYS_ON

    attributes = {"service.name": environ.get("OTEL_SERVICE_NAME", service), "service.version": version}
    limits = SpanLimits(max_attribute_length=None if any(map(environ.get, _LENGTHS)) else _LONGEST)
    return TracerProvider(
        sampler=sampler or ALWAYS_ON,
        resource=Resource.create(attributes),
        shutdown_on_exit=False,
        span_limits=limits,
    )


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
