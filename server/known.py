"""Known questions: what is asked when a passage is what somebody needs, and what is asked beyond the corpus."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llama_index.core.indices.vector_store import VectorStoreIndex
    from llama_index.core.schema import NodeWithScore, QueryBundle
    from llama_index.core.vector_stores import MetadataFilters

# So many of the nearest say how near a question is to what the corpus answers, and to what it does not.
_COMPARED = 40
# One alone may be near by its wording.
_NEAREST = 2


@dataclass(frozen=True)
class Known:
    """A known question, the source (a node's id) and its locator that answer it, the roles that who asks it needs,
    and how alike it is to what was asked (cosine). Beyond the corpus there is no source."""

    source: str | None
    locator: str
    needs: tuple[str, ...]
    likeness: float


class KnownQuestions:
    """Finds the known questions that are most like one that is asked."""

    def __init__(self, index: "VectorStoreIndex") -> None:
        self._index = index

    def like(self, asked: "QueryBundle", filters: "MetadataFilters") -> list[Known]:
        """The questions most alike, best first."""
        retriever = self._index.as_retriever(similarity_top_k=_COMPARED, filters=filters)
        return [_known(found) for found in retriever.retrieve(asked)]


def likeness(known: Iterable[Known]) -> dict[str, float]:
    """How like the nearest of its questions each source is asked for."""
    best: dict[str, float] = {}
    for each in known:
        if each.source is not None:
            best[each.source] = max(each.likeness, best.get(each.source, 0.0))
    return best


def nearness(known: Sequence[Known]) -> float:
    """How near a question is to known ones, which come likest first: a cosine; 0 without any."""
    return fmean(each.likeness for each in known[:_NEAREST]) if known else 0.0


def leaning(within: Sequence[Known], beyond: Sequence[Known]) -> float:
    """How much nearer a question is to what the corpus answers than to what it does not: a difference of cosines."""
    return fmean(each.likeness for each in within) - fmean(each.likeness for each in beyond)


def _known(found: "NodeWithScore") -> Known:
    metadata = found.node.metadata
    return Known(metadata["source"], metadata["locator"], tuple(metadata["needs"]), found.score or 0.0)
