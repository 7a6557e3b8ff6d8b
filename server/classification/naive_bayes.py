"""Naive Bayes: of which class a text is, by the words and pairs of words that the examples of each hold."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating | np.integer]

_WORD = re.compile(r"[a-z0-9']+")
# What an unseen word counts for, and how often one has to be seen; set on the development split of the golden set.
_SMOOTHING = 0.03
_SEEN = 3


class NaiveBayes:
    """What each word says for each class that it was seen in, and against all others."""

    def __init__(self, said: Mapping[str, tuple[Array, Array]], offsets: Array) -> None:
        """`said` has the classes of each word and what it says for each of them; `offsets`, of the shape (classes,), is
        what any word says for a class by how many examples that has."""
        self._said = said
        self._offsets = offsets

    @classmethod
    def fitted(cls, examples: Sequence[Sequence[str]]) -> Self:
        """Fitted to the texts of each class."""
        counted = [Counter(word for text in texts for word in _words(text)) for texts in examples]
        seen = Counter[str]()
        for counts in counted:
            seen.update(counts)
        said: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for label, counts in enumerate(counted):
            for word, number in counts.items():
                if seen[word] >= _SEEN:
                    said[word].append((label, math.log1p(number / _SMOOTHING)))
        totals = np.array([len(texts) for texts in examples]) + _SMOOTHING * len(examples)
        return cls({word: _columns(pairs) for word, pairs in said.items()}, -np.log(totals))

    def scores(self, text: str) -> Array:
        """What the words of a text say for each class, of the shape (classes,), but for what is the same for all of
        them: 0 where they say nothing."""
        said = [found for word in _words(text) if (found := self._said.get(word)) is not None]
        if not said:
            return np.zeros_like(self._offsets)
        labels, weights = (np.concatenate(each) for each in zip(*said, strict=True))
        return len(said) * self._offsets + np.bincount(labels, weights, minlength=len(self._offsets))


def _columns(pairs: Sequence[tuple[int, float]]) -> tuple[Array, Array]:
    labels, weights = zip(*pairs, strict=True)
    return np.array(labels), np.array(weights)


def _words(text: str) -> set[str]:
    words = _WORD.findall(text.lower())
    return {*words, *(f"{left} {right}" for left, right in pairwise(words))}
