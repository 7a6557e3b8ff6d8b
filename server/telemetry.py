"""Traces and logs, set up once by the process that serves.

Everything else asks only `opentelemetry.trace.get_tracer` and `logging.getLogger`. No question text
goes into a log line or a span: they carry routes, counts, durations and trace ids.
"""

import json
import logging
import secrets
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from opentelemetry import trace

from ingest.tracing import SERVICE, collected, provider_of, sending

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

OUR_PACKAGES = ("server", "ingest", "corpus")


def set_up_tracing(
    environ: Mapping[str, str], release: str, *, service: str = SERVICE, content: bool = False
) -> "TracerProvider":
    """Install the OpenTelemetry SDK; spans leave the process (OTLP over HTTP) only when `environ`
    names a collector; only then do they hold more than ids, and are clients instrumented, with the `content` of their
    calls if wanted. The caller shuts the provider down, which sends what is still queued. Raises AdvisorError on a
    sampler that there is none of.
    """
    if collected(environ):
        from ingest.instrumentors import instrument_clients
        from server.redaction import redacted
        from server.tracing.sampling import sampler_of
        from server.tracing.traces import KeptTraces

        provider = provider_of(environ, release, service, sampler_of(environ))
        provider.add_span_processor(KeptTraces(sending(), redacted if content else None))
        instrument_clients(content=content)
    else:
        from opentelemetry.sdk.trace.sampling import ALWAYS_OFF

        provider = provider_of(environ, release, service, ALWAYS_OFF)
    trace.set_tracer_provider(provider)
    return provider


def trace_id() -> str:
    """The current trace's id, 32 hex digits (all zero outside of any trace)."""
    return trace.format_trace_id(trace.get_current_span().get_span_context().trace_id)


def identified(span: trace.Span) -> trace.Span:
    """`span`, or one with a random id where no SDK gave it a real one: every request has a trace id."""
    if span.get_span_context().is_valid:
        return span
    context = trace.SpanContext(trace_id=secrets.randbits(128) or 1, span_id=secrets.randbits(64) or 1, is_remote=False)
    return trace.NonRecordingSpan(context)


def failure(error: BaseException) -> dict[str, str]:
    """Log fields of an unexpected error: its type and the traceback through our own code, innermost
    frame last.

    The message is left out, since a library's message may quote the question.
    """
    stack = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in stack[:-1] if "site-packages" not in frame.filename]
    frames = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in (*ours, *stack[-1:])]
    fields = {"error": type(error).__qualname__, "traceback": " > ".join(frames)}
    cause = error.__cause__ or error.__context__
    return fields | {"cause": type(cause).__qualname__} if cause else fields


class LineFormatter(logging.Formatter):
    """One line a record, `key=value` pairs; `extra={"fields": {...}}` adds pairs of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line, an exception's traceback escaped into it."""
        pairs: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        pairs |= getattr(record, "fields", {})
        if record.exc_info:
            pairs["exception"] = self.formatException(record.exc_info)
        return " ".join(f"{key}={_value(value)}" for key, value in pairs.items())


def _value(value: object) -> str:
    text = f"{value:.1f}" if isinstance(value, float) else str(value)
    plain = text.isprintable() and not any(character in ' "=' for character in text)
    return text if plain and text else json.dumps(text, ensure_ascii=False)


def set_up_logging() -> None:
    """Log to stderr: our own packages from INFO on, libraries only their warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for package in OUR_PACKAGES:
        logging.getLogger(package).setLevel(logging.INFO)
