"""Which releases there are, in what state, and every change of it: `<data_dir>/releases/registry.sqlite`.

    candidate → gated → approved → live → retired
                                    ↑________│   (by a rollback)

Every method is one transaction, durable when it returns: a process that dies in between leaves the state
before or after, never a mixture. At most one release is live, which the database itself enforces.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Literal

from server.errors import AdvisorError
from server.schema import Wire

State = Literal["candidate", "gated", "approved", "live", "retired"]

LEGAL: dict[State, tuple[State, ...]] = {
    "candidate": ("gated", "retired"),
    "gated": ("approved", "retired"),
    "approved": ("live", "retired"),
    "live": ("retired",),
    # Back to live by a rollback alone; as a candidate when the same content is registered again.
    "retired": ("live", "candidate"),
}
_NEXT: dict[State, str] = {
    "candidate": "run `python -m eval gate --register` first",
    "gated": "promote it",
    "approved": "promote it",
    "live": "it serves already",
    "retired": "run `python -m eval gate --register` again, or roll back to it",
}
_WAIT_S = 10.0
_SCHEMA = """
create table if not exists releases (
    name text primary key, index_hash text not null, state text not null, created text not null, replaced text
);
create unique index if not exists one_live on releases (state) where state = 'live';
create table if not exists changes (
    id integer primary key, at text not null, name text not null references releases (name),
    before text, after text not null, who text not null, reason text not null
);
"""


class ReleaseError(AdvisorError):
    """A release cannot do what is asked of it in its state; the message names the fix."""

    status: ClassVar[int] = 409


class UnknownRelease(AdvisorError):
    """No release has this name."""

    status: ClassVar[int] = 404


class Release(Wire):
    """One release. `replaced` is the release that was live before it was promoted, which a rollback returns to."""

    name: str
    index_hash: str
    state: State
    created: str
    replaced: str | None = None


class Change(Wire):
    """One change of state; `before` is None where the release was registered."""

    at: str
    name: str
    before: State | None
    after: State
    who: str
    reason: str


class Registry:
    """The releases of one data folder; any number of processes may have it open."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / "releases"
        self._path = self.folder / "registry.sqlite"

    def all(self) -> tuple[Release, ...]:
        """Every release, oldest first."""
        return tuple(_release(row) for row in self._rows("select * from releases order by created, name"))

    def get(self, name: str) -> Release:
        """The release with this name; raises UnknownRelease."""
        rows = self._rows("select * from releases where name = ?", name)
        if not rows:
            known = (
                ", ".join(release.name for release in self.all()) or "none yet: run `python -m eval gate --register`"
            )
            raise UnknownRelease(f"no release {name}: known are {known}")
        return _release(rows[0])

    def live(self) -> Release | None:
        """The release that serves, None where none was promoted yet."""
        rows = self._rows("select * from releases where state = 'live'")
        return _release(rows[0]) if rows else None

    def changes(self, name: str | None = None) -> tuple[Change, ...]:
        """Every change, oldest first, of all releases or of one."""
        rows = self._rows("select * from changes where ?1 is null or name = ?1 order by id", name)
        return tuple(Change(**{field: row[field] for field in Change.model_fields}) for row in rows)

    def needed(self) -> frozenset[str]:
        """The indexes of the releases that are not retired, and of the one that a rollback returns to."""
        releases = self.all()
        back = {release.replaced for release in releases if release.state == "live"}
        return frozenset(
            release.index_hash for release in releases if release.state != "retired" or release.name in back
        )

    def register(self, name: str, index_hash: str, who: str, reason: str) -> Release:
        """A new candidate, or a retired release as one again; in any other state it stays as it is."""
        with self._writing() as database:
            found = database.execute("select * from releases where name = ?", (name,)).fetchone()
            if found is None:
                database.execute("insert into releases values (?, ?, 'candidate', ?, null)", (name, index_hash, _now()))
                _note(database, name, None, "candidate", who, reason)
            elif found["state"] == "retired":
                _move(database, _release(found), "candidate", who, reason)
        return self.get(name)

    def move(self, name: str, state: State, who: str, reason: str) -> Release:
        """Bring a release into `state`; raises ReleaseError where that is no legal step, UnknownRelease, and
        ReleaseError for going live, which `promote` and `roll_back` do."""
        release = self.get(name)
        if state == "live":
            raise ReleaseError(f"release {name} goes live by a promotion or a rollback")
        with self._writing() as database:
            _move(database, release, state, who, reason)
        return self.get(name)

    def promote(self, name: str, who: str, reason: str) -> Release:
        """Make an approved release live and retire the one that was, in one step."""
        self.get(name)
        with self._writing() as database:
            release = _release(database.execute("select * from releases where name = ?", (name,)).fetchone())
            _check(release, "live", rollback=False)
            before = database.execute("select * from releases where state = 'live'").fetchone()
            if before is not None:
                _move(database, _release(before), "retired", who, f"replaced by {name}: {reason}")
            _move(database, release, "live", who, reason)
            replaced = before["name"] if before is not None else None
            database.execute("update releases set replaced = ? where name = ?", (replaced, name))
        return self.get(name)

    def roll_back(self, who: str, reason: str) -> Release:
        """Retire the live release and make the one that it replaced live again, in one step."""
        with self._writing() as database:
            live = database.execute("select * from releases where state = 'live'").fetchone()
            target = _back(live)
            _move(database, _release(live), "retired", who, f"rolled back: {reason}")
            row = database.execute("select * from releases where name = ?", (target,)).fetchone()
            _move(database, _release(row), "live", who, reason, rollback=True)
        return self.get(target)

    def rollback_target(self) -> Release:
        """The release that a rollback returns to; raises ReleaseError where there is none."""
        rows = self._rows("select * from releases where state = 'live'")
        return self.get(_back(rows[0] if rows else None))

    def _rows(self, query: str, *values: str | None) -> list[sqlite3.Row]:
        if not self._path.exists():
            return []
        with self._opened() as database:
            return database.execute(query, values).fetchall()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT_S, isolation_level=None)) as database:
                database.row_factory = sqlite3.Row
                database.execute("pragma synchronous = extra")
                yield database
        except sqlite3.Error as error:
            raise ReleaseError(
                f"{self._path} cannot be used ({error}): check its disk and rights, or restore it from a backup"
            ) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; other writers wait for it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._opened() as database:
            database.executescript(_SCHEMA)
            database.execute("begin immediate")
            try:
                yield database
            except BaseException:
                database.execute("rollback")
                raise
            database.execute("commit")


def _move(  # noqa: PLR0913, PLR0917 - a change is all of these
    database: sqlite3.Connection, release: Release, state: State, who: str, reason: str, rollback: bool = False
) -> None:
    _check(release, state, rollback=rollback)
    done = database.execute(
        "update releases set state = ? where name = ? and state = ?", (state, release.name, release.state)
    )
    if done.rowcount != 1:
        raise ReleaseError(f"release {release.name} is {release.state} no more: look again with `eval releases`")
    _note(database, release.name, release.state, state, who, reason)


def _check(release: Release, state: State, *, rollback: bool) -> None:
    if state not in LEGAL[release.state] or (release.state == "retired" and state == "live" and not rollback):
        raise ReleaseError(
            f"release {release.name} is {release.state} and cannot become {state}: {_NEXT[release.state]}"
        )


def _back(live: sqlite3.Row | None) -> str:
    if live is None:
        raise ReleaseError("no release is live: promote one first")
    if live["replaced"] is None:
        raise ReleaseError(f"release {live['name']} replaced none: there is nothing to roll back to")
    return str(live["replaced"])


def _note(  # noqa: PLR0913, PLR0917 - the columns
    database: sqlite3.Connection, name: str, before: State | None, after: State, who: str, reason: str
) -> None:
    database.execute(
        "insert into changes (at, name, before, after, who, reason) values (?, ?, ?, ?, ?, ?)",
        (_now(), name, before, after, who, reason),
    )


def _release(row: sqlite3.Row) -> Release:
    return Release(**{field: row[field] for field in Release.model_fields})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
