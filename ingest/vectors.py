"""Dense vectors by text: those of an earlier run where the text is the same, the rest embedded now.

They are kept batch by batch, so that a run that dies goes on where it stopped.
"""

import hashlib
import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from opentelemetry import trace

from ingest.disk import FIX, outside
from ingest.embedding import make_embedding
from ingest.entries import Entry
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

_log = logging.getLogger(__name__)
_tracer = trace.get_tracer(__name__)

Vector = NDArray[np.float32]


class EmbeddingError(RuntimeError):
    """The texts cannot be embedded; the message names the fix."""


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
        self._settings = settings
        self._embedding: BaseEmbedding | None = None

    def of(self, entries: Sequence[Entry]) -> list[Vector]:
        """One vector an entry; raises EmbeddingError or ModelError."""
        keys = [_key(self._settings.embedding.model, entry) for entry in entries]
        known = {key: vector for key in keys if (vector := self._stored(key)) is not None}
        fresh = {key: entry.embedded_text for key, entry in zip(keys, entries, strict=True) if key not in known}
        if fresh:
            with _tracer.start_as_current_span("ingest.embed", attributes={"texts": len(fresh)}):
                for made in self._made(fresh):
                    self._keep(made)
                    known |= made
        return [known[key] for key in keys]

    def using(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The entries, whose vectors `forget` keeps once it is known that these are all."""
        for entry in entries:
            self._do("INSERT OR IGNORE INTO used VALUES (?)", _key(self._settings.embedding.model, entry))
            yield entry
        self._all_used = True

    def forget(self) -> None:
        """Drop every vector that no entry uses; none where the entries were not read to their end."""
        if self._all_used:
            self._do("DELETE FROM vector WHERE key NOT IN (SELECT key FROM used)")

    def _stored(self, key: bytes) -> Vector | None:
        row = self._do("SELECT vector FROM vector WHERE key = ?", key).fetchone()
        return np.frombuffer(row[0], np.float32) if row else None

    def _keep(self, vectors: dict[bytes, Vector]) -> None:
        self._do("BEGIN")
        for key, vector in vectors.items():
            self._do("INSERT OR REPLACE INTO vector VALUES (?, ?)", key, vector.tobytes())
        self._do("COMMIT")
        self.embedded += len(vectors)

    def _do(self, statement: str, *values: bytes) -> sqlite3.Cursor:
        try:
            return self._db.execute(statement, values)
        except sqlite3.DatabaseError as error:
            raise VectorsError(f"the vectors cannot be kept ({error}): {FIX}") from error

    def _made(self, texts: dict[bytes, str]) -> Iterator[dict[bytes, Vector]]:
        """Batch by batch, a batch on each core at a time; NumPy lets other threads run while it computes."""
        if self._embedding is None:
            self._embedding = make_embedding(self._settings)
        embedding, size, keys = self._embedding, self._settings.embedding.batch_size, list(texts)
        batches = [keys[start : start + size] for start in range(0, len(keys), size)]
        failures: tuple[type[Exception], ...] = ()
        if self._settings.embedding.base_url:
            from openai import OpenAIError

            failures = (OpenAIError,)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            made = pool.map(lambda batch: embedding.get_text_embedding_batch([texts[key] for key in batch]), batches)
            try:
                for batch, vectors in zip(batches, made, strict=True):
                    yield self._proved(
                        dict(zip(batch, (np.asarray(each, np.float32) for each in vectors), strict=True))
                    )
            except failures as error:
                raise EmbeddingError(
                    f"the embedding endpoint fails ({error}): check ADVISOR_EMBEDDING__BASE_URL"
                ) from error

    def _proved(self, vectors: dict[bytes, Vector]) -> dict[bytes, Vector]:
        wanted = self._settings.embedding
        given = {len(vector) for vector in vectors.values()}
        if given != {wanted.dimensions}:
            raise EmbeddingError(
                f"{wanted.model} gives {sorted(given)} dimensions, not {wanted.dimensions}: "
                "set ADVISOR_EMBEDDING__DIMENSIONS"
            )
        return vectors


@contextmanager
def open_vectors(path: Path, settings: IngestSettings) -> Iterator[Vectors]:
    """The vectors kept in the file `path`; a damaged file is begun anew. Raises VectorsError where the disk fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = _connected(path)
    except sqlite3.DatabaseError as error:
        if outside(error):
            raise VectorsError(f"{path} cannot be opened ({error}): {FIX}") from error
        _log.warning("%s is damaged (%s): every text is embedded again", path, error)
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


def _key(model: str, entry: Entry) -> bytes:
    return hashlib.sha256(f"{model}\x1f{entry.embedded_text}".encode()).digest()
