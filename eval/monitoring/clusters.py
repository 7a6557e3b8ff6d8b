"""Unanswered questions grouped by meaning: average linkage over the cosine distance of their embeddings."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.monitoring.bounds import ClusterRules
from server.journal.records import Kept
from server.schema import Wire
from server.terms import terms

_WORD = re.compile(r"[^\W\d_]{3,}")
_WORDS = 4

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


class Cluster(Wire):
    """A group; `id` stays the same while its most central question does. `reasons` counts why they are here."""

    id: str
    question: str
    words: tuple[str, ...]
    size: int
    reasons: dict[str, int]


@dataclass(frozen=True)
class Grouped:
    """A cluster with its members, the most central first."""

    cluster: Cluster
    members: tuple[Kept, ...]


def unanswered(kept: Sequence[Kept]) -> list[Kept]:
    """Those that were refused, asked back, answered without an LLM, or answered to a thumbs down."""
    return [one for one in kept if reason(one) is not None]


def reason(one: Kept) -> str | None:
    """Why a question counts as unanswered; None where it does not. What the reader said comes first."""
    if one.feedback is not None and one.feedback.verdict == "down":
        return "thumbs down"
    return None if one.answer.status == "answered" else one.answer.status


def clustered(asked: Sequence[Kept], rules: ClusterRules, encode: Encode) -> tuple[list[Grouped], list[Kept]]:
    """The clusters, largest first, and the questions that stand alone."""
    if len(asked) < 2:
        return [], list(asked)
    from scipy.cluster.hierarchy import fcluster, linkage

    vectors = encode([one.question for one in asked])
    labels = fcluster(linkage(vectors, method="average", metric="cosine"), rules.distance, criterion="distance")
    groups = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    found = [
        _grouped([asked[at] for at in _most_central_first(group, vectors)], asked)
        for group in groups
        if len(group) >= rules.least
    ]
    found.sort(key=lambda grouped: (-grouped.cluster.size, grouped.cluster.id))
    return found, [asked[int(at)] for group in groups if len(group) < rules.least for at in group]


def _most_central_first(group: NDArray[np.intp], vectors: NDArray[np.float32]) -> list[int]:
    nearness = (vectors[group] @ vectors[group].T).mean(axis=1)
    return [int(at) for at in group[np.argsort(-nearness, kind="stable")]]


def _grouped(members: Sequence[Kept], all_asked: Sequence[Kept]) -> Grouped:
    central = members[0].question
    cluster = Cluster(
        id=hashlib.sha256(" ".join(terms(central)).encode()).hexdigest()[:8],
        question=central,
        words=_distinctive([one.question for one in members], [one.question for one in all_asked]),
        size=len(members),
        reasons=dict(Counter(reason(one) or "" for one in members).most_common()),
    )
    return Grouped(cluster, tuple(members))


def _distinctive(own: Sequence[str], everyone: Sequence[str]) -> tuple[str, ...]:
    """The words that at least two of the group share and that stand more often in it than elsewhere."""
    inside, overall = (Counter(stem for text in texts for stem in set(terms(text))) for texts in (own, everyone))
    outside = max(1, len(everyone) - len(own))
    lift = {stem: count / len(own) - (overall[stem] - count) / outside for stem, count in inside.items() if count > 1}
    spoken = Counter(word for text in own for word in _WORD.findall(text.lower()))
    words: dict[str, str] = {}
    for word, _ in spoken.most_common():
        for stem in terms(word)[:1]:
            words.setdefault(stem, word)
    best = sorted((stem for stem in words if lift.get(stem, 0) > 0), key=lambda stem: (-lift[stem], stem))
    return tuple(words[stem] for stem in best[:_WORDS])
