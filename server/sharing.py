"""What several advisors in one process use at once: made for the first, closed with the last.

While one release follows another, both are loaded. An embedded index can be open only once, and a second
embedded LLM would double the memory, so that they are shared where both releases ask for the same.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from server.schema import Readiness
from server.understanding.followups.memory import Turns

T = TypeVar("T")


class Startable(Protocol):
    """An LLM endpoint, as the engines know it."""

    @property
    def state(self) -> Readiness: ...

    async def start(self) -> None: ...

    async def wait_ready(self, timeout_s: float) -> None: ...

    async def stop(self) -> None: ...


@dataclass
class _Entry:
    thing: Any
    users: int = 0


class Pool:
    """Things by what they were made from; threads may share it."""

    def __init__(self) -> None:
        self.turns: Turns = OrderedDict()
        """The conversations, which go on under the next release."""
        self._entries: dict[Hashable, _Entry] = {}
        self._lock = threading.Lock()

    def take(self, key: Hashable, make: Callable[[], T], close: Callable[[T], None]) -> tuple[T, Callable[[], None]]:
        """The thing of this key, and what gives it back; the last one to do so closes it. Raises what `make` does."""
        with self._lock:
            entry = self._entries.setdefault(key, _Entry(None))
            if not entry.users:
                try:
                    entry.thing = make()
                except BaseException:
                    del self._entries[key]
                    raise
            entry.users += 1
        given_back = threading.Event()

        def give_back() -> None:
            with self._lock:
                if given_back.is_set():
                    return
                given_back.set()
                entry.users -= 1
                if not entry.users:
                    self._entries.pop(key, None)
                    close(entry.thing)

        return entry.thing, give_back

    def endpoint(self, key: Hashable, make: Callable[[], Startable]) -> "SharedEndpoint":
        """A user's own handle on the endpoint of this key."""
        running, give_back = self.take(key, lambda: _Running(make()), lambda _: None)
        return SharedEndpoint(running, give_back)


class _Running:
    """An endpoint and how many have started it."""

    def __init__(self, endpoint: Startable) -> None:
        self.endpoint = endpoint
        self.started = 0


class SharedEndpoint:
    """An endpoint that starts with its first user and stops with its last; each user has one of these."""

    def __init__(self, running: _Running, give_back: Callable[[], None]) -> None:
        self._running = running
        self._give_back = give_back
        self._started = False

    @property
    def endpoint(self) -> Any:
        """The endpoint itself."""
        return self._running.endpoint

    @property
    def state(self) -> Readiness:
        """The endpoint's."""
        return self._running.endpoint.state

    async def start(self) -> None:
        """Begin to use it; returns at once."""
        if self._started:
            return
        self._started = True
        self._running.started += 1
        if self._running.started == 1:
            await self._running.endpoint.start()

    async def wait_ready(self, timeout_s: float) -> None:
        """Wait until the endpoint answers; raises TimeoutError after `timeout_s` seconds."""
        await self._running.endpoint.wait_ready(timeout_s)

    async def stop(self) -> None:
        """End using it; safe to call twice."""
        if self._started:
            self._started = False
            self._running.started -= 1
            if not self._running.started:
                # First out of the pool: whoever comes now gets a fresh one.
                self._give_back()
                await self._running.endpoint.stop()
                return
        self._give_back()
