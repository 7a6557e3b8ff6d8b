"""The chat's part of a trace: it begins here, and the API carries it on."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

from opentelemetry import trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from ingest.tracing import collected
from server.telemetry import set_up_tracing

SERVICE = "mlops-advisor-chat"


@contextmanager
def traced() -> Iterator[None]:
    """Let the chat's spans out, by the rules of the API's; without a collector nothing of the SDK is even imported.
    Raises AdvisorError as that does."""
    if not collected(os.environ):
        yield
        return
    # uvicorn raises a captured SIGTERM again when it is done; as an exit it lets the last spans out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    provider = set_up_tracing(os.environ, version("mlops-advisor"), service=SERVICE)
    try:
        yield
    finally:
        provider.shutdown()


def carried(span: trace.Span) -> dict[str, str]:
    """The headers by which a request's spans come under this one."""
    headers: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(headers, trace.set_span_in_context(span))
    return headers
