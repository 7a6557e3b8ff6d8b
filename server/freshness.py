"""Which sources have not been looked at for too long.

The paper is of its date and its cells are what it printed. What is fetched by a schedule is stale once it was not
looked at for longer than that; everything else of a date once it is older than the setting says.
"""

import calendar
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from corpus.catalogue import PAPER
from corpus.vocabulary import Evidence
from ingest.added import ADDED
from ingest.library import Library, Summary, path_of

# So long what the library holds is taken for what it held.
_READ_EVERY_S = 60.0


class Freshness:
    """Looks at the library of a data folder; `days` is how old a source may be that has no schedule."""

    def __init__(self, data_dir: Path, days: int, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> None:
        self._data_dir = data_dir
        self._days = days
        self._today = today
        self._known: dict[str, Summary] = {}
        self._read_at: float | None = None

    def stale(self, piece: Evidence) -> bool:
        """Whether a place is of a source that is stale."""
        if piece.document == PAPER or piece.kind == "cell":
            return False
        added = self.sources().get(piece.document.removeprefix(ADDED)) if piece.document.startswith(ADDED) else None
        return self._unchecked(added) if added and added.source.days else self._old(piece.as_of)

    def stale_sources(self) -> int:
        """How many of the added sources are stale."""
        return sum(
            self._unchecked(each) if each.source.days else self._old(each.as_of) for each in self.sources().values()
        )

    def sources(self) -> dict[str, Summary]:
        """The added sources by id."""
        now = time.monotonic()
        if self._read_at is None or now - self._read_at > _READ_EVERY_S:
            self._known = _read(self._data_dir)
            self._read_at = now
        return self._known

    def _unchecked(self, added: Summary) -> bool:
        checked = added.source.checked
        return not checked or self._past(date.fromisoformat(checked), added.source.days or 0)

    def _old(self, as_of: str | None) -> bool:
        day = _last_day(as_of) if as_of else None
        return day is not None and self._past(day, self._days)

    def _past(self, day: date, days: int) -> bool:
        return day + timedelta(days=days) < self._today()


def _read(data_dir: Path) -> dict[str, Summary]:
    if not path_of(data_dir).exists():
        return {}
    with Library.open(data_dir) as library:
        return {each.source.id: each for each in library.summaries()}


def _last_day(as_of: str) -> date | None:
    """The last day of a year, a month or a day; None for what has no date."""
    try:
        year, month, day = (*map(int, as_of.split("-")), 0, 0)[:3]
    except ValueError:
        return None
    return date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
