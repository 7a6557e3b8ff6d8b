"""The one thread that reads keys and counts, so that no answer under way waits for a database."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from server.access.keyring import KeyringError, KeysAway
from server.database.tables import DatabaseError

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
_AWAY = (DatabaseError, KeyringError)


class Bookkeeper:
    """Does one thing after the other, in the order in which it is told."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "bookkeeper")

    async def done(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the work gives; raises what it raises, and KeysAway where the database does not answer."""
        try:
            return await asyncio.wrap_future(self._thread.submit(work, *args, **kwargs))
        except _AWAY as error:
            log.error("the keys cannot be read", extra={"fields": {"cause": str(error)}})
            raise KeysAway("the keys cannot be read now, see the server's log: send it again in a moment") from error

    def do(self, work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Have it done behind what waits, whoever has left by then; that it failed is logged."""
        self._thread.submit(work, *args, **kwargs).add_done_callback(_told)

    def close(self, last: Callable[[], None]) -> None:
        """Do what waits, then `last`, and end."""
        self._thread.submit(last)
        self._thread.shutdown()


def _told(done: "Future[object]") -> None:
    error = done.exception()
    if error is not None:
        log.error("tokens were not given back", extra={"fields": {"cause": str(error)}})
