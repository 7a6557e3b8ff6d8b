"""Qdrant's engine in process, in a directory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Self, cast

import qdrant_edge as edge

from ingest.disk import check_room, size_of
from ingest.engine import DENSE, FILTERED_FIELDS, PAGE, RRF_K, SPARSE, Hit, Point, Search, Sparse
from ingest.layout import FIX, IndexUnavailableError, IndexWriteError


class EdgeEngine:
    """One shard, which one process at a time may have open; threads may share it."""

    def __init__(self, shard: edge.EdgeShard, path: Path) -> None:
        self._shard = shard
        self._path = path

    @classmethod
    def create(cls, path: Path, dimensions: int) -> Self:
        """A new empty shard in the directory `path`. This and whatever writes raises IndexWriteError."""
        config = edge.EdgeConfig(
            vectors={DENSE: edge.EdgeVectorParams(size=dimensions, distance=edge.Distance.Cosine)},
            sparse_vectors={SPARSE: edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf)},
        )
        path.mkdir(parents=True)
        check_room(path)
        with _writing():
            shard = edge.EdgeShard.create(str(path), config)
            for field in FILTERED_FIELDS:
                shard.update(edge.UpdateOperation.create_field_index(field, edge.PayloadSchemaType.Keyword))
        return cls(shard, path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The shard in `path`; raises IndexUnavailableError when it cannot be loaded."""
        try:
            return cls(edge.EdgeShard.load(str(path)), path)
        except Exception as error:  # the engine raises nothing more specific
            raise IndexUnavailableError(
                f"the index in {path.parent} is damaged ({error}): remove it and {FIX}"
            ) from error

    @property
    def models(self) -> ModuleType:
        return edge

    def write(self, points: Sequence[Point]) -> None:
        stored = [
            edge.Point(point.id, {DENSE: point.dense, SPARSE: _sparse(point.sparse)}, point.payload) for point in points
        ]
        check_room(self._path)
        with _writing():
            self._shard.update(edge.UpdateOperation.upsert_points(stored))

    def search(self, wanted: Search) -> list[Hit]:
        payload: edge.WithPayloadType = wanted.payload
        queries = [edge.Query.Nearest(wanted.dense, using=DENSE)] if wanted.dense else []
        queries += [edge.Query.Nearest(_sparse(wanted.sparse), using=SPARSE)] if wanted.sparse else []
        if len(queries) == 1:
            request = edge.QueryRequest(
                limit=wanted.limit,
                query=queries[0],
                filter=wanted.where,
                with_payload=payload,
                with_vector=wanted.vectors,
            )
        else:
            # The stubs do not say that Rrf is a Fusion.
            fusion = cast(edge.Fusion, edge.Fusion.Rrf(k=RRF_K))
            lists = [edge.Prefetch(limit=wanted.candidates, query=query, filter=wanted.where) for query in queries]
            request = edge.QueryRequest(
                limit=wanted.limit, prefetches=lists, query=fusion, with_payload=payload, with_vector=wanted.vectors
            )
        return [Hit.of(found, found.score) for found in self._shard.query(request)]

    def get(self, ids: Sequence[str]) -> list[Hit]:
        return [Hit.of(found, 0.0) for found in self._shard.retrieve(list(ids), True, [DENSE])]

    def all(self, where: Any) -> Iterator[Hit]:
        offset: Any = None
        while True:
            page = edge.ScrollRequest(offset=offset, limit=PAGE, filter=where, with_payload=True, with_vector=[DENSE])
            found, offset = self._shard.scroll(page)
            yield from (Hit.of(each, 0.0) for each in found)
            if offset is None:
                return

    def delete(self, where: Any) -> None:
        with _writing():
            self._shard.update(edge.UpdateOperation.delete_points_by_filter(where))

    def remove(self, ids: Sequence[str]) -> None:
        """Remove the points of these ids."""
        with _writing():
            self._shard.update(edge.UpdateOperation.delete_points(list(ids)))

    def count(self) -> int:
        return self._shard.count(edge.CountRequest())

    def finish(self) -> None:
        check_room(self._path, size_of(self._path))  # segments are written anew beside the old ones
        with _writing():
            self._shard.optimize()
            self._shard.flush()

    def close(self) -> None:
        self._shard.close()


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # the engine raises nothing more specific
        raise IndexWriteError(f"the index cannot be written ({error}): make room on its disk and {FIX}") from error


def _sparse(vector: Sparse) -> edge.SparseVector:
    return edge.SparseVector(vector.indices, vector.values)
