"""What the known questions of an index teach: which phase a told situation is about, which roles or tool who tells it
needs, which part of a card a question is for, and what the corpus carries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

import numpy as np

from corpus.catalogue import PAPER
from corpus.vocabulary import PhaseCode
from server.classification.classifier import Classifier
from server.embedded import Embedded
from server.known import advised_at, part_at, phase_at
from server.layers import kept

if TYPE_CHECKING:
    from llama_index.core.schema import BaseNode

    from ingest.store import QdrantStore

Needs = tuple[str, ...]
Label = TypeVar("Label")


@dataclass(frozen=True)
class Lessons:
    """Learned from one index; they need no search. What an index holds no known questions for is not told."""

    _phases: Classifier[PhaseCode] | None
    _needs: Classifier[Needs] | None
    _tools: Classifier[str] | None
    _carried: Classifier[bool] | None
    _parts: Classifier[str | None] | None
    placing: tuple[str, ...]
    """The documents whose known questions place a situation: the paper, and those that tell who needs which roles."""

    @classmethod
    def of(cls, store: "QdrantStore") -> Self:
        """Learned from the questions that the index is known to answer, and from those beyond it."""
        phases: dict[PhaseCode, list[Embedded]] = defaultdict(list)
        needs: dict[Needs, list[Embedded]] = defaultdict(list)
        tools: dict[str, list[Embedded]] = defaultdict(list)
        parts: dict[str | None, list[Embedded]] = defaultdict(list)
        known: list[Embedded] = []
        placing = {PAPER}
        for node in store.scan(kept("question")):
            known.append(_example(node))
            parts[part_at(node.metadata["locator"])].append(known[-1])
            if advised_at(node.metadata["locator"]):
                tools[node.metadata["document"]].append(known[-1])
            if node.metadata["needs"]:
                needs[tuple(node.metadata["needs"])].append(known[-1])
                placing.add(node.metadata["document"])
            phase = phase_at(node.metadata["locator"]) if node.metadata["document"] == PAPER else None
            if phase is not None and phase != PhaseCode.MD:  # its halves are told apart
                phases[phase].append(known[-1])
        beyond = [_example(node) for node in store.scan(kept("beyond"))]
        return cls(
            _learned(phases),
            _learned(needs),
            _learned(tools),
            _learned({True: known, False: beyond}),
            _learned(parts),
            tuple(sorted(placing)),
        )

    def phases(self, asked: Embedded) -> dict[PhaseCode, float]:
        """How likely it is about each phase; they add up to 1."""
        return self._phases.likelihoods(asked) if self._phases else {}

    def needs(self, asked: Embedded) -> dict[Needs, float]:
        """How likely who asks so needs which roles; they add up to 1."""
        return self._needs.likelihoods(asked) if self._needs else {}

    def tools(self, asked: Embedded) -> dict[str, float]:
        """How likely who asks so needs the tool of which card (a document); they add up to 1."""
        return self._tools.likelihoods(asked) if self._tools else {}

    def parts(self, asked: Embedded) -> dict[str | None, float]:
        """How likely each part of a card, by its heading, is what is asked for, or (None) something else; they add up
        to 1."""
        return self._parts.likelihoods(asked) if self._parts else {}

    def carried(self, asked: Embedded) -> float:
        """How much likelier it is one that the corpus answers than one beyond it: a difference of log-likelihoods."""
        if self._carried is None:
            return 0.0
        scores = self._carried.scores(asked)
        return scores[True] - scores[False]


def _learned(examples: Mapping[Label, Sequence[Embedded]]) -> Classifier[Label] | None:
    return Classifier[Label].learned(examples) if examples and all(examples.values()) else None


def _example(node: "BaseNode") -> Embedded:
    # A list of so many numbers takes eight times the memory.
    return Embedded(node.get_content(), np.array(node.get_embedding(), dtype=np.float32))
