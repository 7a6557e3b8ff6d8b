"""What the known questions of an index teach: which phase a told situation is about, which roles or tool who tells it
needs, which passage answers a question, which part of a card it is for, and what the corpus carries."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import PAPER
from corpus.vocabulary import PhaseCode
from server.classification.classifier import Classifier
from server.classification.examples import Examples
from server.embedded import Embedded
from server.locators import advised_at, part_at, phase_at
from server.retrieval.filters import kept

if TYPE_CHECKING:
    from llama_index.core.schema import BaseNode

    from ingest.store import QdrantStore

Array = NDArray[np.floating]
Needs = tuple[str, ...]
# A source (a node's id), or a topic beyond the corpus (by what that lacks).
Answer = tuple[bool, str]
Label = TypeVar("Label")

# What sources and topics one by one count for beside all of either at once; set on the development split of the golden
# set.
_ONE_BY_ONE = 0.3
# So likely a need is for one tool.
_SURE = 0.9


@dataclass(frozen=True, eq=False)
class Answering:
    """How much likelier the corpus answers a question than not: a difference of log-likelihoods; `shares` are those of
    its sources, of which `rows` tells the places."""

    carried: float
    rows: Mapping[str, int]
    shares: Array

    def likely(self, source: str) -> float:
        """How likely a source (a node's id) is what answers it: the logarithm of its share among all of them."""
        row = self.rows.get(source)
        return -math.inf if row is None else float(self.shares[row])


UNLEARNED = Answering(0.0, {}, np.zeros(0))


@dataclass(frozen=True)
class Lessons:
    """Learned from one index; they need no search. What an index holds no known questions for is not told."""

    _phases: Classifier[PhaseCode] | None
    _needs: Classifier[Needs] | None
    _carried: Classifier[bool] | None
    _answers: Classifier[Answer] | None
    _parts: Classifier[str | None] | None
    _rows: Mapping[str, int]
    """The places of the sources among what answers; the topics beyond come behind them."""
    _cards: Mapping[str, tuple[str, str]]
    """The tool and its card (a document) of each source that says when to choose that tool."""
    placing: tuple[str, ...]
    """The documents whose known questions place a situation: the paper, and those that tell who needs which roles."""

    @classmethod
    def of(cls, store: "QdrantStore") -> Self:
        """Learned from the questions that the index is known to answer, and from those beyond it."""
        texts: list[str] = []
        vectors: list[Array] = []

        def number(node: "BaseNode") -> int:
            texts.append(node.get_content())
            # A list of so many numbers takes eight times the memory.
            vectors.append(np.array(node.get_embedding(), dtype=np.float32))
            return len(texts) - 1

        phases: dict[PhaseCode, list[int]] = defaultdict(list)
        needs: dict[Needs, list[int]] = defaultdict(list)
        answers: dict[Answer, list[int]] = defaultdict(list)
        parts: dict[str | None, list[int]] = defaultdict(list)
        carried: dict[bool, list[int]] = {True: [], False: []}
        cards: dict[str, tuple[str, str]] = {}
        placing = {PAPER}
        for node in store.scan(kept("question")):
            example, locator, document = number(node), node.metadata["locator"], node.metadata["document"]
            carried[True].append(example)
            answers[True, node.metadata["source"]].append(example)
            parts[part_at(locator)].append(example)
            if tool := advised_at(locator):
                cards[node.metadata["source"]] = tool, document
            if node.metadata["needs"]:
                needs[tuple(node.metadata["needs"])].append(example)
                placing.add(document)
            phase = phase_at(locator) if document == PAPER else None
            if phase is not None and phase != PhaseCode.MD:  # its halves are told apart
                phases[phase].append(example)
        for node in store.scan(kept("beyond")):
            carried[False].append(number(node))
            answers[False, node.metadata["locator"]].append(carried[False][-1])
        rows = {name: row for row, (is_source, name) in enumerate(answers) if is_source}
        examples = Examples(texts, np.array(vectors, dtype=np.float32))
        return cls(
            _learned(examples, phases),
            _learned(examples, needs),
            _learned(examples, carried),
            _learned(examples, answers),
            _learned(examples, parts),
            rows,
            cards,
            tuple(sorted(placing)),
        )

    def phases(self, asked: Embedded) -> dict[PhaseCode, float]:
        """How likely it is about each phase; they add up to 1."""
        return self._phases.likelihoods(asked) if self._phases else {}

    def needs(self, asked: Embedded) -> dict[Needs, float]:
        """How likely who asks so needs which roles; they add up to 1."""
        return self._needs.likelihoods(asked) if self._needs else {}

    def parts(self, asked: Embedded) -> dict[str | None, float]:
        """How likely each part of a card, by its heading, is what is asked for, or (None) something else; they add up
        to 1."""
        return self._parts.likelihoods(asked) if self._parts else {}

    def advising(self, asked: Embedded, among: Sequence[str] = ()) -> str | None:
        """The card (a document) of the one tool that who asks so surely needs: `among` some, rather than the others of
        them, or else whatever may be asked for."""
        answering = self.answering(asked)
        cards: dict[str, float] = defaultdict(float)
        for source, (tool, card) in self._cards.items():
            if not among or tool in among:
                cards[card] += math.exp(answering.likely(source))
        best = max(cards, key=lambda card: cards[card], default=None)
        enough = _SURE * (sum(cards.values()) if among else 1.0)
        return best if best is not None and cards[best] >= enough > 0 else None

    def answering(self, asked: Embedded) -> Answering:
        """How likely each source answers it, and whether any does."""
        if self._carried is None or self._answers is None:
            return UNLEARNED
        all_at_once, beyond_at_once = self._carried.scores(asked)
        sources, topics = np.split(self._answers.scores(asked), [len(self._rows)])
        any_source, any_topic = np.logaddexp.reduce(sources), np.logaddexp.reduce(topics)
        carried = all_at_once - beyond_at_once + _ONE_BY_ONE * (any_source - any_topic)
        return Answering(float(carried), self._rows, sources - any_source)


def _learned(examples: Examples, classes: Mapping[Label, Sequence[int]]) -> Classifier[Label] | None:
    return Classifier[Label].learned(examples, classes) if classes and all(classes.values()) else None
