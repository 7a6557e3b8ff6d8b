"""What was seen lately: Slack sends an event again that it thinks unanswered, and a signed request can be replayed."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

# Slack's last repetition comes some six minutes after the event, and a signature is good for five.
KEEP_S = 15 * 60
_MOST = 10_000


class Seen:
    """Remembers keys for a while, the last so many."""

    def __init__(self, keep_s: float = KEEP_S, most: int = _MOST, clock: Callable[[], float] = monotonic) -> None:
        self._keep_s = keep_s
        self._most = most
        self._clock = clock
        self._until: OrderedDict[str, float] = OrderedDict()

    def first(self, key: str) -> bool:
        """Whether the key comes for the first time; from now on it does not."""
        now = self._clock()
        while self._until and next(iter(self._until.values())) <= now:
            self._until.popitem(last=False)
        if key in self._until:
            return False
        self._until[key] = now + self._keep_s
        if len(self._until) > self._most:
            self._until.popitem(last=False)
        return True
