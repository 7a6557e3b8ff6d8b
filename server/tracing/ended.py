"""A span that has ended, with the times that it should tell, and what of it may leave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic_ns, time_ns

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanContext, TraceFlags
from opentelemetry.util.types import AttributeValue

Redacted = Callable[[Mapping[str, AttributeValue]], Mapping[str, AttributeValue]]

# Between reading one clock and the other a thread may have to wait: then they are read again.
_AT_ONCE_NS = 1_000_000
_NO_JUMP_NS = 2 * _AT_ONCE_NS


def wall_offset() -> int:
    """How far the wall clock stands from one that nobody sets, in nanoseconds."""
    while True:
        before, wall, after = monotonic_ns(), time_ns(), monotonic_ns()
        if after - before < _AT_ONCE_NS:
            return wall - before


@dataclass(frozen=True)
class Ended:
    """Its times are by the wall clock as that stood when its trace began here, whoever has set it since."""

    span: ReadableSpan
    start_ns: int
    end_ns: int

    @classmethod
    def at(cls, span: ReadableSpan, offset: int, at_start: int, at_end: int) -> "Ended":
        """By the wall clock's offset when its trace began, when it began itself, and when it ended."""
        start = (span.start_time or 0) - _jump(offset, at_start)
        return cls(span, start, max(start, (span.end_time or 0) - _jump(offset, at_end)))

    @property
    def attributes(self) -> Mapping[str, AttributeValue]:
        """What it tells."""
        return self.span.attributes or {}

    def outgoing(self, redacted: Redacted | None) -> ReadableSpan:
        """The span without what exceptions say: a library's message may quote the question."""
        span = self.span
        timed = (self.start_ns, self.end_ns) == (span.start_time, span.end_time)
        sampled = span.context is not None and span.context.trace_flags.sampled
        if timed and sampled and not span.events and span.status.description is None and redacted is None:
            return span
        return ReadableSpan(
            name=span.name,
            context=_sampled(span.context),
            parent=span.parent,
            resource=span.resource,
            attributes=redacted(self.attributes) if redacted else span.attributes,
            links=span.links,
            kind=span.kind,
            status=type(span.status)(span.status.status_code),
            start_time=self.start_ns,
            end_time=self.end_ns,
            instrumentation_scope=span.instrumentation_scope,
        )


def _jump(before: int, now: int) -> int:
    return now - before if abs(now - before) > _NO_JUMP_NS else 0


def _sampled(context: SpanContext | None) -> SpanContext | None:
    # Otherwise the SDK's queue would not take it.
    if context is None:
        return None
    flags = TraceFlags(context.trace_flags | TraceFlags.SAMPLED)
    return SpanContext(context.trace_id, context.span_id, context.is_remote, flags, context.trace_state)
