"""The library: documents that were added to the data folder, as passages ready to be indexed.

<data_dir>/library.sqlite holds each source with its files and their passages; the files themselves stay where they
are. A source changes in one transaction or not at all, whatever happens meanwhile.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from pydantic import Field

from corpus.vocabulary import Record
from ingest.disk import FIX, outside

_SCHEMA = """
CREATE TABLE IF NOT EXISTS source (id TEXT PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS file (
    source TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (source, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passage (
    source TEXT NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, record TEXT NOT NULL, signature BLOB NOT NULL,
    PRIMARY KEY (source, name, n)
) WITHOUT ROWID;
"""


class LibraryError(RuntimeError):
    """The library cannot be used; the message names the fix."""


class Source(Record):
    """Where documents come from: a folder, a file or an address (`origin`). `checked` is the day on which all of
    them were last compared with it, empty before the first; `days` is how long that holds, where somebody has said."""

    id: str
    title: str = Field(min_length=1)
    origin: str
    tool: str | None = None
    licence: str | None = None
    checked: str
    days: int | None = None
    etag: str | None = None
    last_modified: str | None = None


class File(Record):
    """One file of a source: its name below the source's origin, what it calls itself, where it can be read."""

    name: str
    title: str | None
    url: str | None
    as_of: str
    etag: str | None = None
    last_modified: str | None = None


class Passage(Record):
    """One passage with the headings above it."""

    headings: tuple[str, ...]
    text: str


class Summary(Record):
    """A source with what it holds; `as_of` is the date of its newest file."""

    source: Source
    files: int
    passages: int
    as_of: str | None


class Library:
    """The added sources of one data folder. Made at the first writing; an absent one is empty."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    @contextmanager
    def open(cls, data_dir: Path) -> Iterator[Self]:
        """The library of this folder, made where there is none; raises LibraryError for a damaged one."""
        path = path_of(data_dir)
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
            try:
                connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {_SCHEMA}")
                yield cls(connection)
            except sqlite3.DatabaseError as error:
                fix = FIX if outside(error) else "remove it and add its sources again"
                raise LibraryError(f"{path} cannot be used ({error}): {fix}") from error

    @contextmanager
    def changing(self) -> Iterator[None]:
        """All that is changed inside holds together, or nothing does."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def source(self, source_id: str) -> Source | None:
        """The source of this id."""
        row = self._db.execute("SELECT record FROM source WHERE id = ?", (source_id,)).fetchone()
        return Source.model_validate_json(row[0]) if row else None

    def sources(self) -> tuple[Source, ...]:
        """All sources by id."""
        return tuple(
            Source.model_validate_json(row[0]) for row in self._db.execute("SELECT record FROM source ORDER BY id")
        )

    def summaries(self) -> Iterator[Summary]:
        """All sources by id, with what they hold."""
        for source in self.sources():
            (passages,) = self._db.execute("SELECT count(*) FROM passage WHERE source = ?", (source.id,)).fetchone()
            dates = [file.as_of for file, _ in self.files(source.id)]
            yield Summary(source=source, files=len(dates), passages=passages, as_of=max(dates, default=None))

    def files(self, source_id: str) -> list[tuple[File, str]]:
        """The files of a source by name, each with the digest of its content."""
        found = self._db.execute("SELECT record, digest FROM file WHERE source = ? ORDER BY name", (source_id,))
        return [(File.model_validate_json(record), digest) for record, digest in found]

    def passages(self, source_id: str, name: str) -> Iterator[tuple[Passage, bytes]]:
        """The passages of a file in reading order, each with the signature of its text."""
        rows = self._db.execute(
            "SELECT record, signature FROM passage WHERE source = ? AND name = ? ORDER BY n", (source_id, name)
        )
        for record, signature in rows:
            yield Passage.model_validate_json(record), signature

    def put(self, source: Source) -> None:
        """Keep a source, or what changed about it."""
        self._db.execute("INSERT OR REPLACE INTO source VALUES (?, ?)", (source.id, source.model_dump_json()))

    def put_file(
        self, source_id: str, file: File, digest: str, passages: Iterable[tuple[Passage, bytes]] | None = None
    ) -> None:
        """Keep a file; with `passages`, they replace those that it had."""
        row = (source_id, file.name, digest, file.model_dump_json())
        self._db.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", row)
        if passages is not None:
            self._db.execute("DELETE FROM passage WHERE source = ? AND name = ?", (source_id, file.name))
            rows = (
                (source_id, file.name, n, passage.model_dump_json(), signature)
                for n, (passage, signature) in enumerate(passages)
            )
            self._db.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?)", rows)

    def remove_file(self, source_id: str, name: str) -> None:
        """Forget a file and its passages."""
        for table in ("file", "passage"):
            self._db.execute(f"DELETE FROM {table} WHERE source = ? AND name = ?", (source_id, name))  # noqa: S608 -- ours

    def remove(self, source_id: str) -> None:
        """Forget a source with everything in it."""
        self._db.execute("DELETE FROM source WHERE id = ?", (source_id,))
        for table in ("file", "passage"):
            self._db.execute(f"DELETE FROM {table} WHERE source = ?", (source_id,))  # noqa: S608 -- ours

    def digest(self) -> str:
        """What any change to what would be indexed changes; empty for an empty library."""
        digest = hashlib.sha256()
        shown = {"id", "title", "tool"}
        for source in self.sources():
            digest.update(json.dumps(source.model_dump(include=shown), sort_keys=True).encode())
        rows = self._db.execute("SELECT source, digest, record FROM file ORDER BY source, name")
        empty = True
        for source_id, content, record in rows:
            cited = File.model_validate_json(record).model_dump(exclude={"etag", "last_modified"})
            digest.update(json.dumps([source_id, content, cited], sort_keys=True).encode())
            empty = False
        return "" if empty else digest.hexdigest()


def path_of(data_dir: Path) -> Path:
    """Where the library of a data folder lies."""
    return data_dir / "library.sqlite"
