"""A database that is asked by the way: where it does not answer, whoever asks goes on without."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TypeVar

from server.database.opening import opened
from server.database.tables import Database, DatabaseError, Tables, Where

log = logging.getLogger(__name__)

T = TypeVar("T")
# So long nobody is kept waiting for a database that did not answer.
_RESTS_S = 5.0


class Line:
    """Asks in a thread of its own, one thing after the other. Connects when it is first needed."""

    def __init__(self, where: Where, tables: Tables) -> None:
        self._where = where
        self._tables = tables
        self._database: Database | None = None
        self._thread = ThreadPoolExecutor(1, tables.name)
        self._rests_until = 0.0
        self._broken = False

    async def asked(self, work: Callable[[Database], T]) -> T | None:
        """What the work gives; None where the database does not answer, which is logged once."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._tried, work)

    def close(self) -> None:
        """Do what waits, and hang up; safe to call twice."""
        self._thread.shutdown()
        self._hang_up()

    def _tried(self, work: Callable[[Database], T]) -> T | None:
        if monotonic() < self._rests_until:
            return None
        # A connection may have been lost since it was last used, which only its use tells.
        for left in (1, 0) if self._database is not None else (0,):
            try:
                if self._database is None:
                    self._database = opened(self._where, self._tables)
                done = work(self._database)
            except (DatabaseError, self._tables.foreign) as error:
                self._hang_up()
                if not left:
                    self._tell(error)
            else:
                self._broken = False
                return done
        return None

    def _tell(self, error: Exception) -> None:
        self._rests_until = monotonic() + _RESTS_S
        if not self._broken:
            fields = {"what": self._tables.name, "cause": str(error)}
            log.error("what processes share cannot be read or written", extra={"fields": fields})
        self._broken = True

    def _hang_up(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
