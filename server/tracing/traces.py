"""Which traces are kept: decided when a question is done, so that no failure, refusal or slow answer is lost."""

import os
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field

from opentelemetry.context import Context
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor
from opentelemetry.trace import StatusCode, format_trace_id

from ingest.tracing import shut_down
from server.outcome import JUDGED, JUDGEMENT, STATUS
from server.tracing.dropped import Dropped
from server.tracing.ended import Ended, Redacted, wall_offset

SLOW_NS = 10_000_000_000
_KEPT_STATUSES = frozenset({"refused", "degraded"})


@dataclass
class _Part:
    """The part of a trace under one root of this process; `keep` is None until that ends."""

    root: int
    sampled: bool
    offset: int
    keep: bool | None = None
    held: list[Ended] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """The part that a span is of, and the wall clock's offset when it began."""

    part: _Part
    offset: int


class KeptTraces(SpanProcessor):
    """Holds the spans under a root until it ends; then passes all of them on, or none.

    Kept are traces with an error, refused and degraded answers, slow ones, and of the rest those that are sampled.
    What is left out is passed on after all where a reader calls its answer bad, or another part of it is kept.
    What leaves goes through `redacted`, if any.
    """

    def __init__(self, kept: SpanProcessor, redacted: Redacted | None = None) -> None:
        self._kept = kept
        self._redacted = redacted
        self._dropped = Dropped()
        self._lock = threading.Lock()
        # By the id of the span: those that run, and those that ended under a root that runs.
        self._of: dict[int, _Place] = {}
        # A forked process has copies of what its parent runs and holds, and would pass them on a second time.
        forget = weakref.WeakMethod(self._forget)
        os.register_at_fork(after_in_child=lambda: _called(forget))

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Note which root the span is under. It is one itself where its parent is elsewhere, or has been passed on."""
        if span.context is None:
            return
        offset = wall_offset()
        with self._lock:
            above = self._of.get(span.parent.span_id) if span.parent is not None else None
            part = above.part if above else _Part(span.context.span_id, span.context.trace_flags.sampled, offset)
            self._of[span.context.span_id] = _Place(part, offset)

    def on_end(self, span: ReadableSpan) -> None:
        """Hold the span, or, where it is a root or ends after its root, pass on what is kept."""
        offset = wall_offset()
        with self._lock:
            spans = self._passing(span, offset)
        for each in spans:
            self._kept.on_end(each.outgoing(self._redacted))

    def _passing(self, span: ReadableSpan, offset: int) -> list[Ended]:
        place = self._of.get(span.context.span_id) if span.context else None
        if place is None or span.context is None:
            return []
        part = place.part
        part.held.append(Ended.at(span, part.offset, place.offset, offset))
        if part.keep is None and span.context.span_id != part.root:
            return []
        done, part.held = part.held, []
        for each in done:
            if each.span.context is not None:
                self._of.pop(each.span.context.span_id)
        part.keep = bool(part.keep) or part.sampled or any(map(_matters, done))
        trace_id = format_trace_id(span.context.trace_id)
        if not part.keep:
            self._dropped.hold(trace_id, done)
            return []
        back = (trace_id, *(str(each.attributes.get(JUDGED)) for each in done if _is_bad(each)))
        return [held for each in back for held in self._dropped.taken(each)] + done

    def shutdown(self) -> None:
        """Send what was kept; a collector that does not answer is waited for no longer than a stop may take."""
        shut_down(self._kept)

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Send what was kept so far."""
        return self._kept.force_flush(timeout_millis)

    def _forget(self) -> None:
        self._lock = threading.Lock()
        self._of = {}
        self._dropped = Dropped()


def _matters(ended: Ended) -> bool:
    slow = ended.end_ns - ended.start_ns >= SLOW_NS
    told = ended.attributes.get(STATUS) in _KEPT_STATUSES
    return slow or told or ended.span.status.status_code is StatusCode.ERROR or _is_bad(ended)


def _is_bad(ended: Ended) -> bool:
    return ended.attributes.get(JUDGEMENT) == "down"


def _called(method: "weakref.WeakMethod[Callable[[], None]]") -> None:
    found = method()
    if found is not None:
        found()
