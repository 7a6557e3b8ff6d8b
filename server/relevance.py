"""How well passages carry a question: the reranker that orders them and the gate that may refuse.

Hybrid search always finds something. Two signals say how good it is: how near a passage is in
meaning (cosine), and how much of what the question asks about it says (content words weighted by
their rarity in the corpus). Weights and thresholds were set on the golden set's development split;
`python -m eval run` measures what they yield.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from snowballstemmer import stemmer

_WORD = re.compile(r"[a-z0-9][a-z0-9+#]*")
_COVERAGE_WEIGHT = 0.5
# The gate looks at this many passages; those within the margin of the best one's score carry too.
_BREADTH = 5
_MARGIN = 0.2
_THRESHOLD = 0.95
_SYNONYMS = {
    "ml": "machine learning",
    "finetuning": "fine tuning",
    "finetune": "fine tune",
    "ai": "artificial intelligence",
}
_STOP = frozenset(
    """a an the and or but if then than so of in on at to for from by with without into onto over under about as is are was were be
    been being am do does did doing done have has had having can could may might must shall should will would not no nor it its this
    that these those there here i me my mine we us our ours you your yours he she him her they them their who whom whose which what
    when where why how please tell explain describe mean means meant say says said study article according
    know want like give me any some all more most very just only also too much many lot get gets got make makes made need needs one
    ones thing things way ways good better best use used uses using kind kinds sort sorts type types exactly actually really work works
    worked mlops up down out off again once after before while during same twice part parts bring brings talk talks happen happens
    happened go goes going went come comes came put take takes took keep keeps look looks find finds found help helps let lets try
    thanks thank hi hello hey ok okay yes yeah s t d ll re ve m don doesn isn aren didn wasn won couldn shouldn wouldn whats hows
    bother bit gist brief briefly short shortly simple simply basically detail details summary idea point question answer list name
    names number numbers call called between each every other another such own per via etc eg ie vs versus even still always
    never often anyone someone everybody people guys folks team teams company companies organization organizations
    im youre theyre its hadnt havent isnt arent dont doesnt anything something nothing everything suggest suggests recommend mention
    mentions mentioned connection instead hard harder easy easier normal handy change changes increase increases add adds added read
    write enough reason reasons purpose important importance matter matters benefit benefits advantage advantages""".split()
)


@dataclass(frozen=True)
class Scored:
    """One passage against the question: a cosine, and 0..1 of the question's weighted content words."""

    similarity: float
    coverage: float

    @property
    def score(self) -> float:
        """What passages are ordered by."""
        return self.similarity + _COVERAGE_WEIGHT * self.coverage


class Relevance:
    """Measures questions against passages; rarity is counted over `texts`, the whole corpus."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stem = stemmer("english")
        self._total = len(texts)
        self._counts = Counter(term for text in texts for term in set(self._terms(text)))

    def measure(self, question: str, vector: Sequence[float], text: str, text_vector: Sequence[float]) -> Scored:
        """One passage; vectors have length 1."""
        similarity = sum(a * b for a, b in zip(vector, text_vector, strict=True))
        return Scored(similarity, self.coverage(question, [text]))

    def coverage(self, question: str, texts: Sequence[str]) -> float:
        """The share of the question's content words, weighted by rarity, that the texts say together."""
        said = {term for text in texts for term in self._terms(text)}
        weights = {term: math.log(1 + self._total / (1 + self._counts[term])) for term in self._terms(question)}
        total = sum(weights.values())
        return sum(weight for term, weight in weights.items() if term in said) / total if total else 0.0

    def carrying(self, question: str, texts: Sequence[str], scored: Sequence[Scored]) -> int:
        """How many of the passages, which come best first, carry the question; 0 refuses it."""
        if not scored or confidence(scored[0].similarity, self.coverage(question, texts[:_BREADTH])) < _THRESHOLD:
            return 0
        return sum(passage.score >= scored[0].score - _MARGIN for passage in scored[:_BREADTH])

    def _terms(self, text: str) -> list[str]:
        words = (part for word in _WORD.findall(text.lower()) for part in _SYNONYMS.get(word, word).split())
        return list(self._stem.stemWords([word for word in words if word not in _STOP]))


def confidence(similarity: float, coverage: float) -> float:
    """The gate's one number from the best passage's cosine and the best passages' joint coverage."""
    return similarity + coverage
