"""Dense vectors by text: those of an earlier run where the text is the same, the rest embedded now.

They are kept batch by batch, so that a run that dies goes on where it stopped.
"""

import hashlib
import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from opentelemetry import trace

from ingest.disk import FIX, outside
from ingest.embedder import Embedder, Vector
from ingest.entries import Entry
from ingest.settings import IngestSettings

log = logging.getLogger(__name__)
tracer = trace.get_tracer(__name__)


class VectorsError(RuntimeError):
    """The vectors cannot be kept; the message names the fix."""


class Vectors:
    """The vectors of one run; `embedded` counts the texts that had none yet. Methods raise VectorsError."""

    def __init__(self, connection: sqlite3.Connection, settings: IngestSettings) -> None:
        self.embedded = 0
        self._all_used = False
        self._db = connection
        self._do("PRAGMA journal_mode=WAL")
        self._do("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
        self._do("CREATE TEMP TABLE used (key BLOB PRIMARY KEY) WITHOUT ROWID")
        self._model = settings.embedding.model
        self._embedder = Embedder(settings, os.cpu_count() or 1)

    def of(self, entries: Sequence[Entry]) -> list[Vector]:
        """One vector an entry; raises EmbeddingError or ModelError."""
        keys = [self.key(entry) for entry in entries]
        known = {key: vector for key in keys if (vector := self.known(key)) is not None}
        fresh = {key: entry.embedded_text for key, entry in zip(keys, entries, strict=True) if key not in known}
        if fresh:
            with tracer.start_as_current_span("ingest.embed", attributes={"texts": len(fresh)}):
                for made in self._embedder.of(fresh):
                    self.keep(made)
                    known |= made
        return [known[key] for key in keys]

    def key(self, entry: Entry) -> bytes:
        """What the vector of the entry's text is kept by."""
        return hashlib.sha256(f"{self._model}\x1f{entry.embedded_text}".encode()).digest()

    def known(self, key: bytes) -> Vector | None:
        """The vector kept by this key, None where there is none yet."""
        row = self._do("SELECT vector FROM vector WHERE key = ?", key).fetchone()
        return np.frombuffer(row[0], np.float32) if row else None

    def keep(self, vectors: Mapping[bytes, Vector]) -> None:
        """Keep vectors that were made now, by their keys."""
        self._do("BEGIN")
        for key, vector in vectors.items():
            self._do("INSERT OR REPLACE INTO vector VALUES (?, ?)", key, vector.tobytes())
        self._do("COMMIT")
        self.embedded += len(vectors)

    def using(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The entries, whose vectors `forget` keeps once it is known that these are all."""
        for entry in entries:
            self._do("INSERT OR IGNORE INTO used VALUES (?)", self.key(entry))
            yield entry
        self._all_used = True

    def forget(self) -> None:
        """Drop every vector that no entry uses; none where the entries were not read to their end."""
        if self._all_used:
            self._do("DELETE FROM vector WHERE key NOT IN (SELECT key FROM used)")

    def _do(self, statement: str, *values: bytes) -> sqlite3.Cursor:
        try:
            return self._db.execute(statement, values)
        except sqlite3.DatabaseError as error:
            raise VectorsError(f"the vectors cannot be kept ({error}): {FIX}") from error


@contextmanager
def open_vectors(path: Path, settings: IngestSettings) -> Iterator[Vectors]:
    """The vectors kept in the file `path`; a damaged file is begun anew. Raises VectorsError where the disk fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = _connected(path)
    except sqlite3.DatabaseError as error:
        if outside(error):
            raise VectorsError(f"{path} cannot be opened ({error}): {FIX}") from error
        log.warning("%s is damaged (%s): every text is embedded again", path, error)
        path.unlink()
        connection = _connected(path)
    with closing(connection):
        yield Vectors(connection, settings)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA quick_check")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
