"""What the vector store asks of Qdrant, in process or remote, in plain values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol, Self

DENSE = "dense"
SPARSE = "bm25"
# Reciprocal rank fusion's usual constant: a hit at rank r of a list adds 1 / (60 + r).
RRF_K = 60
# Candidates of each list for one result; more changes the head of the fused list hardly at all.
PREFETCH_FACTOR = 4
# So many points at a time, where all that match are wanted.
PAGE = 1_000
FILTERED_FIELDS = ("layer", "kind", "document", "phases", "roles", "tools")


@dataclass(frozen=True)
class Sparse:
    """A sparse vector: token ids and their weights, of equal length."""

    indices: list[int]
    values: list[float]


@dataclass(frozen=True)
class Point:
    """One stored entry; `id` is a UUID."""

    id: str
    dense: list[float]
    sparse: Sparse
    payload: dict[str, Any]


@dataclass(frozen=True)
class Search:
    """At most `limit` points, by `dense`, by `sparse`, or by reciprocal rank fusion of both, of those that `where`
    keeps. With `fields`, only these of their payload and no vectors."""

    dense: list[float] | None
    sparse: Sparse | None
    limit: int
    where: Any
    fields: Sequence[str] | None = None

    @property
    def candidates(self) -> int:
        """How many each of two lists gives to the fused one."""
        return self.limit * PREFETCH_FACTOR

    @property
    def payload(self) -> bool | list[str]:
        """The fields that come back, or True for all."""
        return True if self.fields is None else list(self.fields)

    @property
    def vectors(self) -> list[str]:
        """The names of the vectors that come back."""
        return [DENSE] if self.fields is None else []


@dataclass(frozen=True)
class Hit:
    """One stored entry found; `score` is a fused rank for two vectors, else the vector's own.
    `dense` is its dense vector, of length 1, where the search gives vectors back."""

    id: str
    score: float
    payload: dict[str, Any]
    dense: list[float] | None = None

    @classmethod
    def of(cls, found: Any, score: float) -> Self:
        """The hit of a point as the engine gives it back."""
        dense = found.vector.get(DENSE) if isinstance(found.vector, dict) else None
        return cls(str(found.id), score, found.payload or {}, dense)


class Engine(Protocol):
    """A collection of points with one dense and one sparse vector each.

    `where` is a Filter of the engine's own `models`, which name their parts alike.
    """

    @property
    def models(self) -> ModuleType:
        """The module that holds Filter, FieldCondition and the matches."""

    def write(self, points: Sequence[Point]) -> None:
        """Add points, replacing those of the same id."""

    def search(self, wanted: Search) -> list[Hit]:
        """Best points first."""

    def get(self, ids: Sequence[str]) -> list[Hit]:
        """The points of these ids that exist, with their dense vectors and score 0."""

    def all(self, where: Any) -> Iterator[Hit]:
        """Every point that matches, in no order, with its dense vector and score 0."""

    def delete(self, where: Any) -> None:
        """Remove the points that match."""

    def count(self) -> int:
        """How many points there are."""

    def finish(self) -> None:
        """Index what was written and make it durable."""

    def close(self) -> None:
        """Let go of files or connections."""
