"""A Qdrant server or cluster, through its client."""

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any, Self

from qdrant_client import QdrantClient, models

from ingest.engine import DENSE, FILTERED_FIELDS, PAGE, RRF_K, SPARSE, Hit, Point, Search, Sparse


class RemoteEngine:
    """One collection, by its name or an alias of it."""

    def __init__(self, client: QdrantClient, collection: str) -> None:
        self._client = client
        self._collection = collection

    @property
    def collection(self) -> str:
        """The name that it was given."""
        return self._collection

    @classmethod
    def create(cls, client: QdrantClient, collection: str, dimensions: int, about: dict[str, Any]) -> Self:
        """A new empty collection that carries `about` as its metadata."""
        client.create_collection(
            collection,
            vectors_config={DENSE: models.VectorParams(size=dimensions, distance=models.Distance.COSINE)},
            sparse_vectors_config={SPARSE: models.SparseVectorParams(modifier=models.Modifier.IDF)},
            metadata=about,
        )
        for field in FILTERED_FIELDS:
            client.create_payload_index(collection, field, models.PayloadSchemaType.KEYWORD)
        return cls(client, collection)

    def describe(self, about: dict[str, Any]) -> None:
        """Let the collection carry `about` as its metadata instead."""
        self._client.update_collection(self._collection, metadata=about)

    @property
    def models(self) -> ModuleType:
        return models

    def write(self, points: Sequence[Point]) -> None:
        stored = [
            models.PointStruct(
                id=point.id, vector={DENSE: point.dense, SPARSE: _sparse(point.sparse)}, payload=point.payload
            )
            for point in points
        ]
        self._client.upsert(self._collection, stored, wait=True)

    def search(self, wanted: Search) -> list[Hit]:
        lists: list[models.Prefetch] = []
        if wanted.dense:
            lists.append(_nearest(wanted, wanted.dense, DENSE))
        if wanted.sparse:
            lists.append(_nearest(wanted, _sparse(wanted.sparse), SPARSE))
        if len(lists) == 1:
            query: dict[str, Any] = {"query": lists[0].query, "using": lists[0].using, "query_filter": wanted.where}
        else:
            query = {"prefetch": lists, "query": models.RrfQuery(rrf=models.Rrf(k=RRF_K))}
        response = self._client.query_points(
            self._collection,
            limit=wanted.limit,
            with_payload=wanted.payload,
            with_vectors=wanted.vectors or False,
            **query,
        )
        return [Hit.of(found, found.score) for found in response.points]

    def get(self, ids: Sequence[str]) -> list[Hit]:
        records = self._client.retrieve(self._collection, list(ids), with_payload=True, with_vectors=[DENSE])
        return [Hit.of(found, 0.0) for found in records]

    def all(self, where: Any) -> Iterator[Hit]:
        offset: Any = None
        while True:
            found, offset = self._client.scroll(
                self._collection, where, PAGE, offset=offset, with_payload=True, with_vectors=[DENSE]
            )
            yield from (Hit.of(each, 0.0) for each in found)
            if offset is None:
                return

    def delete(self, where: Any) -> None:
        self._client.delete(self._collection, models.FilterSelector(filter=where), wait=True)

    def count(self) -> int:
        return self._client.count(self._collection).count

    def finish(self) -> None:
        """Nothing to do: the server indexes by itself, and writes waited for their turn."""

    def close(self) -> None:
        self._client.close()


def _nearest(wanted: Search, vector: list[float] | models.SparseVector, name: str) -> models.Prefetch:
    return models.Prefetch(query=vector, using=name, filter=wanted.where, limit=wanted.candidates)


def _sparse(vector: Sparse) -> models.SparseVector:
    return models.SparseVector(indices=vector.indices, values=vector.values)
