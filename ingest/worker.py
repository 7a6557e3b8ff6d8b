"""What one process of a cluster does with entries: embeds those that have no vector yet, and writes all of them.

Written by their ids, so that whoever does it again after a crash changes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.aliases import CLIENT_ERRORS, connect, unavailable
from ingest.budgets import QDRANT_WRITE_S
from ingest.embedder import Embedder, Vector
from ingest.entries import Entry
from ingest.nodes import node_of
from ingest.remote import RemoteEngine
from ingest.settings import IngestSettings
from ingest.store import QdrantStore

REFUSED = "Qdrant refuses"


@dataclass(frozen=True)
class Task:
    """An entry to be written, with its vector where one was made before; `key` is what its vector is kept by."""

    entry: Entry
    key: bytes
    vector: Vector | None


class Worker:
    """Writes into one collection."""

    def __init__(self, settings: IngestSettings, collection: str) -> None:
        self._embedder = Embedder(settings, threads=1)  # a cluster starts as many processes as there are cores
        self._store = QdrantStore(RemoteEngine(connect(settings.qdrant, QDRANT_WRITE_S), collection))

    def write(self, tasks: Sequence[Task]) -> dict[bytes, Vector]:
        """Returns the vectors that were made now, by their keys, once all is stored.

        Raises EmbeddingError, ModelError or IndexUnavailableError.
        """
        made = dict(self._made({task.key: task.entry.embedded_text for task in tasks if task.vector is None}))
        nodes = [node_of(task.entry) for task in tasks]
        for node, task in zip(nodes, tasks, strict=True):
            vector = made[task.key] if task.vector is None else task.vector
            node.embedding = vector.tolist()
        try:
            self._store.add(nodes)
        except CLIENT_ERRORS as error:
            raise unavailable(REFUSED, error) from error
        return made

    def _made(self, texts: dict[bytes, str]) -> Iterator[tuple[bytes, Vector]]:
        if texts:
            for vectors in self._embedder.of(texts):
                yield from vectors.items()


@cache
def worker_of(settings: IngestSettings, collection: str) -> Worker:
    """The one of this process: what it has loaded serves the next task too."""
    return Worker(settings, collection)
