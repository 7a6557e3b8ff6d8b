"""A breaker: a part that fails again and again is left alone for a while, so that nobody waits for it in vain."""

import threading
from collections.abc import Callable
from math import inf
from time import monotonic

from ingest.budgets import FAILURES


class Breaker:
    """Closed, it lets every call through; open, after so many `failures` in a row, none; half-open, once `pause_s`
    seconds are over, one in each further pause. The first call that succeeds closes it.

    A failure counts only where nothing has succeeded since its call began: a busy part that answers others is not down.
    `clock` gives seconds and does not jump. Threads may share it.
    """

    def __init__(self, pause_s: float, failures: int = FAILURES, clock: Callable[[], float] = monotonic) -> None:
        self._pause_s = pause_s
        self._limit = failures
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._succeeded = -inf
        self._again = -inf
        self.why = ""
        """What whoever asked last was told of its failure."""

    @property
    def is_open(self) -> bool:
        """Whether a call would be refused now."""
        return self._failures >= self._limit and self._clock() < self._again

    def entered(self) -> float | None:
        """When the call that is let through began, by the clock; None where it is refused."""
        with self._lock:
            if self.is_open:
                return None
            begun = self._clock()
            # Whoever is let through may leave without a word: the next one is due after a pause all the same.
            self._again = begun + self._pause_s
            return begun

    def succeeded(self) -> None:
        """A call has been answered."""
        with self._lock:
            self._failures, self._succeeded = 0, self._clock()

    def failed(self, begun: float, error: BaseException | None, why: str = "") -> None:
        """The call that began then has failed of this error. One that the part answers with, by a status below 500, is
        the request's own and says nothing of the part."""
        status = getattr(error, "status_code", None)
        if status is not None and status < 500:
            return
        with self._lock:
            if begun >= self._succeeded:
                self._failures += 1
                self.why = why
                self._again = self._clock() + self._pause_s
