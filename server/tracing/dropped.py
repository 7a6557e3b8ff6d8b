"""Traces that were left out, held while a reader may still say that the answer was bad."""

from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic

from server.tracing.ended import Ended

HELD_S = 600
HELD_TRACES = 2_000
HELD_BYTES = 32_000_000
# What a span takes beside its texts, as measured; an attribute's name and value count by their characters.
_SPAN_BYTES = 3_000


@dataclass(frozen=True)
class _Held:
    spans: tuple[Ended, ...]
    size: int
    since: float


class Dropped:
    """At most so many traces, bytes (about) and seconds; the oldest go first. Not safe for threads."""

    def __init__(self, traces: int = HELD_TRACES, size: int = HELD_BYTES, seconds: float = HELD_S) -> None:
        self._most = traces
        self._most_bytes = size
        self._seconds = seconds
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._held)

    def hold(self, trace_id: str, spans: list[Ended]) -> None:
        """Hold these too; what there is no room for is gone."""
        more = (*self.taken(trace_id), *spans)
        held = _Held(more, sum(map(_size, more)), monotonic())
        self._held[trace_id] = held
        self._bytes += held.size
        while self._held and self._too_much(held.since):
            self.taken(next(iter(self._held)))

    def taken(self, trace_id: str) -> tuple[Ended, ...]:
        """What is held of the trace, and is no longer."""
        held = self._held.pop(trace_id, None)
        if held is None:
            return ()
        self._bytes -= held.size
        return held.spans

    def _too_much(self, now: float) -> bool:
        oldest = next(iter(self._held.values()))
        many = len(self._held) > self._most or self._bytes > self._most_bytes
        return many or oldest.since < now - self._seconds


def _size(ended: Ended) -> int:
    return _SPAN_BYTES + sum(len(name) + len(str(value)) for name, value in ended.attributes.items())
