"""A run on Ray: this process tells the entries, workers on many machines embed them and write them to one Qdrant.

Each entry is stored exactly once: it is sent once, a task whose worker or machine dies is done again by another one,
and what is written twice has one id. What was embedded comes back and is kept here, so that a run that dies goes on
where it stopped.
"""

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

import numpy as np
import pyarrow as pa
import ray
import ray.data
from ray.exceptions import RayError, RayTaskError

from ingest.build import Stream
from ingest.contents import identity
from ingest.embedder import EmbeddingError, Vector
from ingest.embedding import make_embedding
from ingest.entries import Entry
from ingest.layout import IndexUnavailableError
from ingest.models import ModelError
from ingest.remote import RemoteEngine
from ingest.settings import IngestSettings
from ingest.vectors import Vectors
from ingest.worker import REFUSED, Task, worker_of

# Entries of a task; and tasks of each core that are sent before the first of them must have come back.
_BATCH = 256
_AHEAD = 16
# How often a task is done again: after its worker died, and after Qdrant refused (a peer that starts again).
_ATTEMPTS = 5
Row = dict[str, str | bytes | None]
_SENT = pa.schema({"entry": pa.string(), "key": pa.binary(), "vector": pa.binary()})
_MADE = pa.schema({"key": pa.binary(), "vector": pa.binary()})


class ClusterError(RuntimeError):
    """Ray, or a worker, failed of something that is not ours."""


class Cluster:
    """Fills collections; `vectors` are those of this machine."""

    def __init__(self, settings: IngestSettings, vectors: Vectors) -> None:
        """Raises ValueError when the settings name no embedding."""
        make_embedding(settings)
        self._settings = settings.model_copy(update={"data_dir": settings.data_dir.resolve()})
        self._vectors = vectors

    def fill(self, engine: RemoteEngine, stream: Stream) -> int:
        """Write the stream; raises EmbeddingError, ModelError, IndexUnavailableError or ClusterError."""
        seen: set[bytes] = set()
        rows = map(self._row, _once(stream.entries, seen))
        cores = max(1, int(ray.cluster_resources().get("CPU", 1)))  # none yet where machines are added on demand
        window = _BATCH * _AHEAD * cores
        with _told():
            while sent := list(islice(rows, window)):
                self._send(sent, engine.collection)
        return len(seen)

    def _send(self, rows: list[Row], collection: str) -> None:
        tables = [pa.Table.from_pylist(rows[at : at + _BATCH], _SENT) for at in range(0, len(rows), _BATCH)]
        done = ray.data.from_arrow(tables).map_batches(
            _write,
            batch_size=None,
            batch_format="pyarrow",
            fn_kwargs={"settings": self._settings, "collection": collection},
            ray_remote_args_fn=lambda: {"max_retries": _ATTEMPTS},
        )
        for made in done.iter_batches(batch_size=None, batch_format="pyarrow"):
            self._vectors.keep({row["key"]: _vector(row["vector"]) for row in made.to_pylist()})

    def _row(self, entry: Entry) -> Row:
        key = self._vectors.key(entry)
        known = self._vectors.known(key)
        return {"entry": entry.model_dump_json(), "key": key, "vector": None if known is None else known.tobytes()}


@contextmanager
def joined() -> Iterator[None]:
    """In the cluster that RAY_ADDRESS names, or in one of this machine's cores that ends with this run."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    logging.getLogger("ray.data").setLevel(logging.WARNING)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.raise_original_map_exception = True
    context.retried_map_errors, context.max_map_retries = [REFUSED], _ATTEMPTS
    try:
        ray.init(include_dashboard=False, logging_level="WARNING", log_to_driver=False)
    except (ConnectionError, RuntimeError) as error:
        raise ClusterError(f"Ray does not answer ({_first_line(error)}): check RAY_ADDRESS") from error
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def _told() -> Iterator[None]:
    """Ray's errors as ours; it appends to the messages what its users may configure."""
    try:
        yield
    except RayTaskError as error:
        cause = error.cause
        if isinstance(cause, EmbeddingError | ModelError | IndexUnavailableError):
            raise type(cause)(_first_line(cause)) from error
        raise ClusterError(f"a worker failed: {type(cause).__name__}: {_first_line(cause)}") from error
    except RayError as error:
        raise ClusterError(f"Ray gave up ({_first_line(error)}): its logs say why") from error


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]


def _once(entries: Iterable[Entry], seen: set[bytes]) -> Iterator[Entry]:
    for entry in entries:
        if (key := identity(entry)) not in seen:
            seen.add(key)
            yield entry


def _write(sent: pa.Table, settings: IngestSettings, collection: str) -> pa.Table:
    """In a worker."""
    tasks = [
        Task(
            entry=Entry.model_validate_json(row["entry"]),
            key=row["key"],
            vector=None if row["vector"] is None else _vector(row["vector"]),
        )
        for row in sent.to_pylist()
    ]
    made = worker_of(settings, collection).write(tasks)
    return pa.Table.from_pylist([{"key": key, "vector": vector.tobytes()} for key, vector in made.items()], _MADE)


def _vector(stored: bytes) -> Vector:
    return np.frombuffer(stored, np.float32)
