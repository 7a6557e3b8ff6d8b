"""How often messages are edited: all of them together, since Slack counts an app's calls and not a message's."""

from time import monotonic

# Slack allows 50 edits a minute and some more.
EVERY_S = 1.2


class Pace:
    """Hands out moments for edits, one after the other."""

    def __init__(self, every_s: float = EVERY_S) -> None:
        self._every_s = every_s
        self._free = 0.0

    def turn(self) -> float:
        """How many seconds to wait for the next moment, which is taken now."""
        now = monotonic()
        at = max(now, self._free)
        self._free = at + self._every_s
        return at - now
