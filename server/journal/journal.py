"""The journal of a running server: written by one thread, so that no answer waits for a disk or fails with it."""

import asyncio
import logging
import queue
import threading
from collections import Counter
from concurrent.futures import Future
from contextlib import closing
from datetime import timedelta
from time import monotonic, sleep

from server.database.tables import Database, DatabaseError, Where
from server.errors import NotReady
from server.journal.file import JournalError, UnknownTrace, add, connect, forget, journal_of, judge
from server.journal.records import Entry, now
from server.schema import Feedback, FeedbackRequest
from server.settings import Settings

log = logging.getLogger(__name__)

CAPACITY = 1_000
_BATCH = 100
# Writing waits until the answer is on its way, and several share one transaction.
_GATHER_S = 0.05
_FORGET_EVERY_S = 3_600.0
_RETRY_S = 60.0
_CLOSE_S = 5.0
_PATIENCE_S = 10.0
# What a disk, its rights, a network, foreign tables or a text that is no Unicode can do to a write.
_CANNOT = (DatabaseError, ValueError, JournalError)

Verdict = tuple[FeedbackRequest, "Future[Feedback]"]


class Journal:
    """Takes entries and verdicts. Entries are counted: `written`, `dropped` for want of room in the queue, `failed`.
    So are verdicts, in `judged`."""

    def __init__(self, where: Where, keep_days: int, capacity: int = CAPACITY) -> None:
        self.written = 0
        self.dropped = 0
        self.failed = 0
        self.judged: Counter[str] = Counter(up=0, down=0)
        self._where = where
        self._keep = timedelta(days=keep_days)
        self._waiting: queue.Queue[Entry | Verdict | None] = queue.Queue(capacity)
        self._full = False
        self._broken = False
        self._database: Database | None = None
        self._forgets_at = 0.0
        self._writer = threading.Thread(target=self._write, name="journal", daemon=True)

    @property
    def waiting(self) -> int:
        """How many entries and verdicts wait to be written."""
        return self._waiting.qsize()

    def start(self) -> None:
        """Begin to write; what is older than is kept is deleted first."""
        self._writer.start()

    def close(self) -> None:
        """Write what waits, within some seconds, and stop."""
        try:
            self._waiting.put(None, timeout=_CLOSE_S)
        except queue.Full:
            log.error("the journal does not keep up", extra={"fields": self._counts()})
            return
        self._writer.join(_CLOSE_S)
        log.info("journal closed", extra={"fields": self._counts()})

    def note(self, entry: Entry) -> None:
        """Take one entry, or drop and count it where too many wait; never waits, never raises."""
        try:
            self._waiting.put_nowait(entry)
            self._full = False
        except queue.Full:
            self.dropped += 1
            if not self._full:
                log.warning("the journal's queue is full: entries are dropped", extra={"fields": self._counts()})
            self._full = True

    async def judge(self, said: FeedbackRequest) -> Feedback:
        """The verdict as it is kept, once it is; raises UnknownTrace, and NotReady where it cannot be kept now.

        Behind the entries that wait, so that an answer can be judged as soon as it is read; one that another process
        gave may be on its way from there.
        """
        try:
            return await self._judged(said)
        except UnknownTrace:
            await asyncio.sleep(2 * _GATHER_S)
            return await self._judged(said)

    async def _judged(self, said: FeedbackRequest) -> Feedback:
        kept: Future[Feedback] = Future()
        try:
            self._waiting.put_nowait((said, kept))
        except queue.Full:
            raise NotReady("the journal is busy: send the feedback again in a moment") from None
        try:
            return await asyncio.wait_for(asyncio.wrap_future(kept), _PATIENCE_S)
        except TimeoutError:
            raise NotReady("the journal takes too long to write: send the feedback again later") from None

    def _write(self) -> None:
        with_work = True
        while with_work:
            batch = self._batch()
            with_work = None not in batch
            entries = [item for item in batch if isinstance(item, Entry)]
            self._entries(entries)
            for item in batch:
                if isinstance(item, tuple):
                    self._verdict(*item)
        if self._database is not None:
            self._database.close()

    def _batch(self) -> list[Entry | Verdict | None]:
        try:
            batch = [self._waiting.get(timeout=max(0.0, self._forgets_at - monotonic()))]
        except queue.Empty:
            return []
        if batch[0] is not None:
            sleep(_GATHER_S)
        while len(batch) < _BATCH and batch[-1] is not None:
            try:
                batch.append(self._waiting.get_nowait())
            except queue.Empty:
                break
        return batch

    def _entries(self, entries: list[Entry]) -> None:
        # A connection may have been lost since it was last used, which only its use tells.
        attempts = 2 if self._database is not None else 1
        for left in reversed(range(attempts)):
            try:
                self._write_down(entries)
                return
            except _CANNOT as error:
                self._let_go()
                if not left:
                    self.failed += len(entries)
                    self._forgets_at = monotonic() + _RETRY_S
                    self._tell(error)

    def _write_down(self, entries: list[Entry]) -> None:
        database = self._opened()
        if monotonic() >= self._forgets_at:
            forget(database, now() - self._keep)
            self._forgets_at = monotonic() + _FORGET_EVERY_S
        if entries:
            add(database, entries)
            self.written += len(entries)
            self._broken = False

    def _verdict(self, said: FeedbackRequest, kept: "Future[Feedback]") -> None:
        if not kept.set_running_or_notify_cancel():
            return
        try:
            kept.set_result(judge(self._opened(), said, now()))
            self.judged[said.verdict] += 1
        except UnknownTrace as error:
            kept.set_exception(error)
        except _CANNOT as error:
            self._let_go()
            self._tell(error)
            kept.set_exception(NotReady("the journal cannot be written, see the server's log: send it again later"))

    def _opened(self) -> Database:
        if self._database is None:
            self._database = connect(self._where)
        return self._database

    def _let_go(self) -> None:
        # Opened anew for the next batch: the disk may be back by then, the file replaced.
        if self._database is not None:
            with closing(self._database):
                self._database = None

    def _tell(self, error: Exception) -> None:
        if not self._broken:
            cause = error.cause if isinstance(error, DatabaseError) else type(error).__name__
            log.error("the journal cannot be written", extra={"fields": {"cause": cause, **self._counts()}})
        self._broken = True

    def _counts(self) -> dict[str, object]:
        return {"written": self.written, "dropped": self.dropped, "failed": self.failed}


def make_journal(settings: Settings) -> Journal | None:
    """The journal that the settings ask for, not started yet."""
    return Journal(journal_of(settings), settings.journal.keep_days) if settings.journal.enabled else None
