"""Which traces are kept: decided when a question is done, so that no failure, refusal or slow answer is lost."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from opentelemetry.context import Context
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON, Decision, ParentBased, Sampler, TraceIdRatioBased
from opentelemetry.trace import StatusCode
from opentelemetry.util.types import AttributeValue

from ingest.tracing import shut_down
from server.errors import AdvisorError
from server.outcome import STATUS

Redacted = Callable[[Mapping[str, AttributeValue]], Mapping[str, AttributeValue]]

SLOW_NS = 10_000_000_000
_KEPT_STATUSES = frozenset({"refused", "degraded"})


def sampler_of(environ: Mapping[str, str]) -> Sampler:
    """What OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG ask for; raises AdvisorError on what they may not say."""
    name = environ.get("OTEL_TRACES_SAMPLER") or "parentbased_always_on"
    argument = environ.get("OTEL_TRACES_SAMPLER_ARG") or "1"
    try:
        ratio = TraceIdRatioBased(float(argument))
    except ValueError as error:
        raise AdvisorError(f"OTEL_TRACES_SAMPLER_ARG is {argument!r}: set a number from 0 to 1") from error
    roots = {"always_on": ALWAYS_ON, "always_off": ALWAYS_OFF, "traceidratio": ratio}
    samplers: dict[str, Sampler] = {**roots, **{f"parentbased_{key}": ParentBased(root) for key, root in roots.items()}}
    if name not in samplers:
        raise AdvisorError(f"OTEL_TRACES_SAMPLER is {name!r}: set one of {', '.join(samplers)}")
    return samplers[name]


@dataclass
class _Trace:
    """The part of a trace that one root of this process began; `keep` is None until that ends."""

    sampled: bool
    keep: bool | None = None
    held: list[ReadableSpan] = field(default_factory=list)


class KeptTraces(SpanProcessor):
    """Holds the spans under a root until it ends; then passes all of them on, or none.

    Kept are traces with an error, refused and degraded answers, slow ones, and of the rest those that `sampler` takes.
    What leaves goes through `redacted`, if any.
    """

    def __init__(self, kept: SpanProcessor, sampler: Sampler, redacted: Redacted | None = None) -> None:
        self._kept = kept
        self._redacted = redacted
        self._sampler = sampler
        self._lock = threading.Lock()
        # By the id of the span: those that run, and those that ended under a root that runs.
        self._of: dict[int, _Trace] = {}

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Note which root the span is under; of a root, whether the sampler takes it."""
        if span.context is None:
            return
        parent = span.parent
        if parent is None or parent.is_remote:
            found = self._sampler.should_sample(parent_context, span.context.trace_id, span.name)
            trace = _Trace(found.decision is Decision.RECORD_AND_SAMPLE)
            with self._lock:
                self._of[span.context.span_id] = trace
            return
        with self._lock:
            above = self._of.get(parent.span_id)
            if above is not None:
                self._of[span.context.span_id] = above

    def on_end(self, span: ReadableSpan) -> None:
        """Hold the span, or, where it is a root or ends after its root, pass on what is kept."""
        with self._lock:
            spans = self._passing(span)
        for each in spans:
            self._kept.on_end(_outgoing(each, self._redacted))

    def _passing(self, span: ReadableSpan) -> list[ReadableSpan]:
        trace = self._of.get(span.context.span_id) if span.context else None
        if trace is None:
            return []
        trace.held.append(span)
        if trace.keep is None and not (span.parent is None or span.parent.is_remote):
            return []
        if trace.keep is None:
            trace.keep = trace.sampled or _matters(span, trace.held)
        done, trace.held = trace.held, []
        for each in done:
            if each.context is not None:
                self._of.pop(each.context.span_id)
        return done if trace.keep else []

    def shutdown(self) -> None:
        """Send what was kept; a collector that does not answer is waited for no longer than a stop may take."""
        shut_down(self._kept)

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Send what was kept so far."""
        return self._kept.force_flush(timeout_millis)


def _matters(root: ReadableSpan, spans: list[ReadableSpan]) -> bool:
    slow = (root.end_time or 0) - (root.start_time or 0) >= SLOW_NS
    told = (root.attributes or {}).get(STATUS) in _KEPT_STATUSES
    return slow or told or any(span.status.status_code is StatusCode.ERROR for span in spans)


def _outgoing(span: ReadableSpan, redacted: Redacted | None) -> ReadableSpan:
    """The span without what exceptions say: a library's message may quote the question."""
    if not span.events and span.status.description is None and redacted is None:
        return span
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=redacted(span.attributes or {}) if redacted else span.attributes,
        links=span.links,
        kind=span.kind,
        status=type(span.status)(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )
