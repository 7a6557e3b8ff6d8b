"""Which journalled questions may become golden: thumbs down, and the most central question of each unanswered cluster.

A question that the golden sets hold already, in these words or in much the same, is none; nor is a second one like
it.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from eval.monitoring.bounds import ClusterRules
from eval.monitoring.clusters import clustered, unanswered
from server.journal.records import Kept
from server.schema import Items, Status, Wire

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

# Questions of the golden sets that this like each other differ in no more than wording.
ALIKE = 0.9
# Of the golden questions only those that share most words are embedded: all of them would take minutes.
_NEAREST = 20


class Given(Wire):
    """The answer that was found wanting."""

    status: Status
    answer: str
    items: Items
    understood: str | None


class Candidate(Wire):
    """A question to consider, why, and what it was answered. `trace` is a hash: it finds nobody."""

    trace: str
    question: str
    reason: str
    given: Given


def candidates(kept: Sequence[Kept], golden: Iterable[str], rules: ClusterRules, encode: Encode) -> list[Candidate]:
    """The candidates, those that a reader complained of first."""
    complaints = [one for one in kept if one.feedback is not None and one.feedback.verdict == "down"]
    groups, _ = clustered(unanswered(kept)[-rules.most :], rules, encode)
    told = [(one, _complaint(one)) for one in complaints]
    told += [
        (group.members[0], f"cluster {group.cluster.id}: {group.cluster.size} unanswered questions like this one")
        for group in groups
    ]
    known = Known(golden, encode)
    return [_candidate(one, why) for one, why in told if known.add(one.question)]


class Known:
    """Questions that are known already; those of the golden sets, and each that was added."""

    def __init__(self, golden: Iterable[str], encode: Encode) -> None:
        self._texts = {normal(text): text for text in golden}
        self._encode = encode

    def add(self, question: str) -> bool:
        """Whether the question is new; it is known from then on."""
        if self.like(question) is not None:
            return False
        self._texts[normal(question)] = question
        return True

    def like(self, question: str) -> str | None:
        """The known question that is the same but for wording, None where there is none."""
        plain = normal(question)
        if plain in self._texts:
            return self._texts[plain]
        nearest = [
            key for key, _, _ in process.extract(plain, list(self._texts), scorer=fuzz.token_set_ratio, limit=_NEAREST)
        ]
        if not nearest:
            return None
        vectors = self._encode([question, *(self._texts[key] for key in nearest)])
        cosines = vectors[1:] @ vectors[0]
        best = int(np.argmax(cosines))
        return self._texts[nearest[best]] if cosines[best] >= ALIKE else None


def normal(question: str) -> str:
    """The question without case, punctuation and spacing."""
    return " ".join("".join(c if c.isalnum() or c in "$+#" else " " for c in question.casefold()).split())


def _complaint(one: Kept) -> str:
    said = one.feedback.reason if one.feedback else None
    return f"thumbs down: {said}" if said else "thumbs down"


def _candidate(one: Kept, reason: str) -> Candidate:
    answer = one.answer
    return Candidate(
        trace=hashlib.sha256(answer.trace_id.encode()).hexdigest()[:12],
        question=" ".join(one.question.split()),
        reason=reason,
        given=Given(status=answer.status, answer=answer.answer, items=answer.items, understood=answer.understood),
    )
