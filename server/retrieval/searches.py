"""Searches in threads of their own: what waits for Qdrant there keeps nobody from being read or verified."""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from ingest.budgets import SEARCH_PAUSE_S, SEARCHES
from server.breaker import Breaker
from server.errors import NotReady

log = logging.getLogger(__name__)

T = TypeVar("T")
_SILENT = "the index does not answer now: ask again in a moment; tables are answered still"


class Searches:
    """Runs searches, at most `SEARCHES` of them under way and waiting; an index that fails again and again is left
    alone, by those that wait too."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(thread_name_prefix="search")
        self._places = threading.Semaphore(SEARCHES)
        self._breaker = Breaker(SEARCH_PAUSE_S)

    @property
    def left_alone(self) -> bool:
        """Whether the index has failed again and again and is not asked now."""
        return self._breaker.is_open

    async def found(self, search: Callable[[], T]) -> T:
        """What the search finds; raises NotReady where Qdrant or the embedding does not answer, or too many wait."""
        if not self._places.acquire(blocking=False):
            raise NotReady(_SILENT)
        # As `asyncio.to_thread` does: the search's spans join the question's trace.
        waiting = self._threads.submit(copy_context().run, self._guarded, search)
        waiting.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(waiting)

    def close(self) -> None:
        """Drop what waits; what is under way comes to its end by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _guarded(self, search: Callable[[], T]) -> T:
        begun = self._breaker.entered()
        if begun is None:
            raise NotReady(_SILENT)
        try:
            found = search()
        except _failures() as error:
            log.warning("the index does not answer: %s", type(error).__name__)
            self._breaker.failed(begun, error)
            raise NotReady(_SILENT) from error
        self._breaker.succeeded()
        return found


def _failures() -> tuple[type[Exception], ...]:
    """What a request to Qdrant or to an embedding endpoint is known to fail of; imports for a second."""
    import json

    import httpx
    from openai import OpenAIError

    from ingest.aliases import CLIENT_ERRORS

    # Qdrant's client takes what it is answered for JSON.
    return (*CLIENT_ERRORS, json.JSONDecodeError, OpenAIError, httpx.HTTPError)
