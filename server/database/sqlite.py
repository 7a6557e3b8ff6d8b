"""SQLite: a file of ours in the data folder, in a folder that its owner alone can open.

A committed change survives the death of the process; the last ones before a power failure may be lost, which is
the price of not waiting for the disk.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from server.database.tables import DatabaseError, Done, Tables, Value

_WAIT_S = 5.0
_PAUSE_S = 0.01
_TYPES = {"serial": "integer primary key", "bytes": "blob"}


class SqliteDatabase:
    """An open file."""

    def __init__(self, path: Path, tables: Tables) -> None:
        with _translated():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
            try:
                self._connection.row_factory = sqlite3.Row
                self._write_ahead()
                # What is deleted is overwritten: what is no longer kept can be read nowhere.
                for pragma in ("synchronous = normal", "foreign_keys = on", "secure_delete = on"):
                    self._connection.execute(f"pragma {pragma}")
                self._migrate(path, tables)
            except BaseException:
                self._connection.close()
                raise

    def execute(self, statement: str, values: Mapping[str, Value] = {}) -> Done:
        """Run one statement."""
        with _translated():
            cursor = self._connection.execute(statement, values)
            return Done(tuple(map(dict, cursor.fetchall())), cursor.rowcount)

    def execute_all(self, statement: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """Run it for each row, in one transaction."""
        with self.transaction(), _translated():
            self._connection.executemany(statement, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Other writers wait until it ends."""
        self.execute("begin immediate")
        try:
            yield
        except BaseException:
            self.execute("rollback")
            raise
        self.execute("commit")

    def scrub(self, *tables: str) -> None:
        """Until then the deleted pages stand in the write-ahead log."""
        del tables  # the log is the whole file's
        self.execute("pragma wal_checkpoint(truncate)")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _write_ahead(self) -> None:
        """Switch to the write-ahead log, for which the file is needed alone: SQLite itself does not wait for that."""
        until = monotonic() + _WAIT_S
        while True:
            try:
                self._connection.execute("pragma journal_mode = wal")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                    raise
                sleep(_PAUSE_S)
            else:
                return

    def _migrate(self, path: Path, tables: Tables) -> None:
        known = len(tables.steps)
        if self._version() < known:
            with self.transaction():
                # Somebody else may have been here while this waited.
                for step in tables.steps[self._version() :]:
                    for statement in filter(str.strip, step.format(**_TYPES).split(";")):
                        self._connection.execute(statement)
                self._connection.execute(f"pragma user_version = {known}")
        found = self._version()
        if found > known:
            raise tables.foreign(f"{path} is of version {found}, this program writes {known}: move the file away")

    def _version(self) -> int:
        (found,) = self._connection.execute("pragma user_version").fetchone()
        return int(found)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseError(str(error), getattr(error, "sqlite_errorname", type(error).__name__)) from error
    except OSError as error:
        raise DatabaseError(str(error), type(error).__name__) from error
