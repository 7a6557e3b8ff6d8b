"""Known questions: what is asked when a passage is what somebody needs, and what is asked beyond the corpus."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from corpus.vocabulary import PhaseCode
from server.embedded import Embedded
from server.locators import advised_at, done_by, phase_at

if TYPE_CHECKING:
    from llama_index.core.schema import BaseNode
    from llama_index.core.vector_stores import MetadataFilters
    from llama_index.core.vector_stores.types import BasePydanticVectorStore

# So many of the nearest say how near a question is to what the corpus answers, and to what it does not.
COMPARED = 40
# One alone may be near by its wording.
NEAREST = 2
_FIELDS = ["source", "locator", "needs"]


@dataclass(frozen=True)
class Known:
    """A known question, the source (a node's id) and its locator that answer it, the roles that who asks it needs,
    and how alike it is to what was asked (cosine). Beyond the corpus there is no source."""

    source: str | None
    locator: str
    needs: tuple[str, ...]
    likeness: float

    @property
    def phase(self) -> PhaseCode | None:
        """The phase whose part of Section II answers it."""
        return phase_at(self.locator)

    @property
    def tool(self) -> str | None:
        """The tool whose card answers it by when to choose that."""
        return advised_at(self.locator)

    @property
    def doer(self) -> str | None:
        """The role whose card answers it by what that does."""
        return done_by(self.locator)


class KnownQuestions:
    """Finds the known questions that are most like one that is asked."""

    def __init__(self, store: "BasePydanticVectorStore") -> None:
        self._store = store

    def like(self, asked: Embedded, filters: "MetadataFilters", number: int) -> list[Known]:
        """The questions most alike, best first."""
        from llama_index.core.vector_stores import VectorStoreQuery

        query = VectorStoreQuery(
            query_embedding=list(asked.vector), similarity_top_k=number, filters=filters, output_fields=_FIELDS
        )
        found = self._store.query(query)
        return [_known(*each) for each in zip(found.nodes or [], found.similarities or [], strict=True)]


def likeness(known: Iterable[Known]) -> dict[str, float]:
    """How like the nearest of its questions each source is asked for."""
    best: dict[str, float] = {}
    for each in known:
        if each.source is not None:
            best[each.source] = max(each.likeness, best.get(each.source, 0.0))
    return best


def nearness(known: Sequence[Known]) -> float:
    """How near a question is to known ones, which come likest first: a cosine; 0 without any."""
    return fmean(each.likeness for each in known[:NEAREST]) if known else 0.0


def _known(node: "BaseNode", likeness: float) -> Known:
    metadata = node.metadata
    return Known(metadata["source"], metadata["locator"], tuple(metadata["needs"]), likeness)
