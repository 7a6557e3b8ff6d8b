"""Whether the passages found carry a question at all, so that the rest can be refused.

Hybrid search always finds something. Two signals decide: how much of what the question asks about
the best passages say (content words weighted by rarity in the corpus), and how near the nearest one
is in meaning. `eval run` measures the thresholds; they were set on the development split.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from snowballstemmer import stemmer

_WORD = re.compile(r"[a-z0-9][a-z0-9+#]*")
_BREADTH = 8
_SURE = 0.62
_NEAR = 0.40
_COVERED = 0.60
_MARGIN = 0.15
_STOP = frozenset(
    """a an the and or but if then than so of in on at to for from by with without into onto over under about as is are was were be
    been being am do does did done doing have has had having can could may might must shall should will would not no nor it its
    this that these those there here i me my we us our you your he she they them their who whom whose which what when where why how
    please tell explain describe mean means say says said paper study authors according know want like give me any some all more most
    very just only also too much many get got make makes made need needs one ones thing things way ways good best better use used
    using kind kinds type types exactly actually really work works mlops""".split()
)


@dataclass(frozen=True)
class Carried:
    """Which passages carry the question (`indexes`, best first), and the two signals behind it:
    `coverage` 0..1 of the question's content words in the best passages, `similarity` a cosine."""

    indexes: tuple[int, ...]
    coverage: float
    similarity: float


class RelevanceGate:
    """Measures a question against passages; rarity is counted over `texts`, the whole corpus."""

    def __init__(self, texts: Sequence[str], embed: Callable[[list[str]], Sequence[Sequence[float]]]) -> None:
        self._stem = stemmer("english")
        self._embed = embed
        self._vectors: dict[str, Sequence[float]] = {}
        self._total = len(texts)
        self._counts = Counter(term for text in texts for term in set(self.terms(text)))

    def terms(self, text: str) -> list[str]:
        """Stemmed content words."""
        return list(self._stem.stemWords([word for word in _WORD.findall(text.lower()) if word not in _STOP]))

    def carried(self, question: str, passages: Sequence[str]) -> Carried:
        """The passages near the best one, or none when even the best do not carry the question."""
        looked_at = passages[:_BREADTH]
        if not looked_at:
            return Carried((), 0.0, 0.0)
        similarities = self._similarities(question, looked_at)
        coverage = self._coverage(question, looked_at)
        best = max(similarities)
        if not (best >= _SURE or (best >= _NEAR and coverage >= _COVERED)):
            return Carried((), coverage, best)
        near = (index for index, similarity in enumerate(similarities) if similarity >= best - _MARGIN)
        return Carried(tuple(near), coverage, best)

    def _coverage(self, question: str, texts: Sequence[str]) -> float:
        found = {term for text in texts for term in self.terms(text)}
        weights = {term: math.log(1 + self._total / (1 + self._counts[term])) for term in self.terms(question)}
        total = sum(weights.values())
        return sum(weight for term, weight in weights.items() if term in found) / total if total else 0.0

    def _similarities(self, question: str, texts: Sequence[str]) -> list[float]:
        unknown = [text for text in texts if text not in self._vectors]
        vectors = self._embed([question, *unknown])
        self._vectors.update(zip(unknown, vectors[1:], strict=True))
        return [sum(a * b for a, b in zip(vectors[0], self._vectors[text], strict=True)) for text in texts]
