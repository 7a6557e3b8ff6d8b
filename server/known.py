"""Known questions: what is asked when a passage is what somebody needs, and what is asked beyond the corpus."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from corpus.vocabulary import Evidence, PhaseCode
from server.embedded import Embedded

if TYPE_CHECKING:
    from llama_index.core.schema import BaseNode
    from llama_index.core.vector_stores import MetadataFilters
    from llama_index.core.vector_stores.types import BasePydanticVectorStore

# So many of the nearest say how near a question is to what the corpus answers, and to what it does not.
COMPARED = 40
# One alone may be near by its wording.
NEAREST = 2
_FIELDS = ["source", "locator", "needs"]
# `Section II, Model Deployment (D), Test, sentence 1`; the halves of MD follow their parent.
_PHASE = re.compile(r"^Section II, [^,]*\((?P<code>[A-Z]+)\)(?:, (?P<half>MDT|MDL)\b)?")
_PRINTED = re.compile(r"^Figure 1, phase (?P<code>[A-Z]+)$")
# `Card Git, When to choose it, statement 1`
_CARD = re.compile(r"^Card (?P<name>.+?), (?P<part>[^,]+), statement \d+$")
# The parts that say for whom a tool is, and what a role does.
_ADVICE, _WORK = "When to choose it", "At work"
# What the documents of concepts are called.
_CONCEPT = "concept-"


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
        return _card_at(self.locator, _WORK)


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


def phase_at(locator: str) -> PhaseCode | None:
    """The phase whose part of Section II a locator stands in."""
    match = _PHASE.match(locator)
    return PhaseCode(match["half"] or match["code"]) if match else None


def phase_printed(locator: str) -> PhaseCode | None:
    """The phase whose cell of Figure 1 a locator is."""
    match = _PRINTED.match(locator)
    return PhaseCode(match["code"]) if match else None


def advised_at(locator: str) -> str | None:
    """The tool that a locator's part of a card says when to choose."""
    return _card_at(locator, _ADVICE)


def card_at(locator: str) -> str | None:
    """The name on the card that a locator stands on; None outside the cards."""
    match = _CARD.match(locator)
    return match["name"] if match else None


def part_at(locator: str) -> str | None:
    """The part of a card that a locator stands in, by its heading; None outside the cards."""
    match = _CARD.match(locator)
    return match["part"] if match else None


def is_concept(evidence: Evidence) -> bool:
    """Whether it stands on the card of a concept, each part of which answers one question as a whole."""
    return evidence.document.startswith(_CONCEPT)


def same_part(first: Evidence, second: Evidence) -> bool:
    """Whether both stand in one part of one card."""
    places = [(card_at(each.locator), part_at(each.locator)) for each in (first, second)]
    return places[0] == places[1] != (None, None)


def _card_at(locator: str, part: str) -> str | None:
    """The name on the card in whose part of this heading a locator stands."""
    return card_at(locator) if part_at(locator) == part else None


def _known(node: "BaseNode", likeness: float) -> Known:
    metadata = node.metadata
    return Known(metadata["source"], metadata["locator"], tuple(metadata["needs"]), likeness)
