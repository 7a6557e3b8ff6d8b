"""How well passages carry a question: the reranker that orders them and the gate that may refuse.

Hybrid search always finds something. Passages are ordered by how near they are in meaning, themselves or a
question that they are known to answer (cosine), by how much of what is asked about they say, in the same or in
everyday words (content words weighted by their rarity in the corpus), and by how likely they answer it, and such a part
of a card is asked for, as all known questions at once teach. The gate asks how much of it the best of them say, and how
much nearer the question is to them, or to questions that the corpus answers, than to questions beyond it: to the
nearest of either, and, by what was learned, to all of them. Weights and thresholds were set on the golden set's
development split; `python -m eval run` measures what they yield.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from server.embedded import Embedded
from server.retrieval.paraphrases import alike, staging
from server.terms import terms

_COVERAGE_WEIGHT = 0.5
_PART_WEIGHT = 0.08
_KNOWN_WEIGHT = 0.15
_LIKELY_WEIGHT = 0.006
# No passage is less likely (a logarithm) than one that nobody is known to ask for.
_UNLIKELY = -12.0
# So like a known question (a cosine) is the question itself.
_THE_SAME = 0.95
# The gate looks at this many passages; those within the margin of the best one's score carry too.
BREADTH = 5
MARGIN = 0.2
_SAID_WEIGHT = 0.1
_LEARNED_WEIGHT = 0.01
_THRESHOLD = 0.145
# `CCPA?`: so few words are looked up, and carried by a passage that says them all.
_FEW = 5
# An added passage answers a question by itself: so near to it, saying so much of it.
_NEAR = 0.6
_SAYS = 0.75
# One from the documentation of the tool that is asked about: its subject is right already.
_NEAR_OF_ITS_TOOL = 0.5
_SAYS_OF_ITS_TOOL = 0.35
# Shorter words are other words with one letter changed.
_LONG = 6


class Taught(NamedTuple):
    """What the known questions teach of a passage: how like the nearest of its own is (a cosine), how likely it answers
    (the logarithm of its share among all), and how likely its part of a card is asked for."""

    asked: float
    likely: float
    part: float


@dataclass(frozen=True)
class Scored:
    """One passage against the question: a cosine, 0..1 of the question's weighted content words, and what known
    questions teach of it."""

    similarity: float
    coverage: float
    asked: float
    likely: float
    part: float

    @property
    def score(self) -> float:
        """What passages are ordered by: one that is known to answer the very question (`define MLOps`) comes first,
        whatever words it says that in."""
        if self.asked < _THE_SAME:
            return self.plain
        return self.plain + _COVERAGE_WEIGHT * (1 - self.coverage) + _KNOWN_WEIGHT

    @property
    def plain(self) -> float:
        """How near it is, how much of the question it says, and what was learned of it."""
        near = max(self.similarity, self.asked)
        learned = _LIKELY_WEIGHT * max(self.likely, _UNLIKELY) + _PART_WEIGHT * self.part
        return near + _COVERAGE_WEIGHT * self.coverage + learned

    @property
    def answers(self) -> bool:
        """Whether the passage alone answers the question, by what it says itself."""
        return self.similarity >= _NEAR and self.coverage >= _SAYS

    @property
    def answers_of_its_tool(self) -> bool:
        """Whether the passage may answer the question, where both are about the same tool."""
        return self.similarity >= _NEAR_OF_ITS_TOOL and self.coverage >= _SAYS_OF_ITS_TOOL


@dataclass(frozen=True)
class Sides:
    """How near a question is to known ones that the corpus answers, and to those that it does not (cosines), and how
    much likelier it is one of the former by all of them (a difference of log-likelihoods)."""

    within: float
    beyond: float
    learned: float


class Relevance:
    """Measures questions against passages; rarity is counted over `texts`, the whole corpus."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._total = len(texts)
        self._counts = Counter(term for text in texts for term in set(terms(text)))
        self._long = [term for term in self._counts if len(term) >= _LONG]

    def weights(self, question: str) -> dict[str, float]:
        """The question's content words, each with its rarity; one with a letter too many or too few as
        the corpus has it."""
        found = (self._spelled(term) for term in terms(question))
        return {term: math.log(1 + self._total / (1 + self._counts[term])) for term in found}

    def scored(
        self, asked: Embedded, texts: Sequence[str], vectors: Sequence[Sequence[float]], taught: Sequence[Taught]
    ) -> list[Scored]:
        """What each passage scores: its text, its embedding (of length 1), and what known questions teach of it."""
        if not texts:
            return []
        weights = self.weights(asked.text)
        similar = np.array(vectors) @ np.array(asked.vector)
        covered = [coverage(weights, [text]) for text in texts]
        signals = zip(similar.tolist(), covered, taught, strict=True)
        return [Scored(near, said, each.asked, each.likely, each.part) for near, said, each in signals]

    def carrying(self, question: str, sides: Sides, texts: Sequence[str], scored: Sequence[Scored]) -> int:
        """How many of the passages, which come best first, carry the question; 0 refuses it."""
        weights = self.weights(question)
        said = coverage(weights, texts[:BREADTH])
        inside = max((sides.within, *(passage.similarity for passage in scored[:BREADTH])))
        nearer = inside - sides.beyond + _SAID_WEIGHT * said + _LEARNED_WEIGHT * sides.learned
        looked_up = 0 < len(weights) <= _FEW and any(passage.coverage == 1 for passage in scored[:BREADTH])
        if not scored or (nearer < _THRESHOLD and not looked_up):
            return 0
        return self.best(scored)

    def best(self, ranked: Sequence[Scored], margin: float = MARGIN) -> int:
        """How many of the passages, which come best first, are about as good as the best."""
        return sum(passage.score >= ranked[0].plain - margin for passage in ranked[:BREADTH])

    def _spelled(self, term: str) -> str:
        if term in self._counts or len(term) < _LONG:
            return term
        nearest = process.extractOne(term, self._long, scorer=Indel.distance, score_cutoff=1)
        return nearest[0] if nearest else term


def coverage(weights: Mapping[str, float], texts: Sequence[str]) -> float:
    """The share of a question's weighted content words that the texts say together; words that only stage
    the question count where they are said."""
    said = frozenset[str]().union(*map(_said, texts))
    found = {term for term in weights if not said.isdisjoint(alike(term))}
    total = sum(weight for term, weight in weights.items() if term in found or not staging(term))
    # In the same order as the total: all of it is 1 to the last digit.
    return sum(weight for term, weight in weights.items() if term in found) / total if total else 0.0


@lru_cache(maxsize=4096)
def _said(text: str) -> frozenset[str]:
    return frozenset(terms(text))
