"""Naive Bayes: of which class a text is, by the words and pairs of words that the examples of each hold."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

_WORD = re.compile(r"[a-z0-9']+")
# What an unseen word counts for, and how often one has to be seen; set on the development split of the golden set.
_SMOOTHING = 0.03
_SEEN = 3


class NaiveBayes:
    """What each word says for each class."""

    def __init__(self, rows: dict[str, int], weights: Array) -> None:
        """`weights` has a row for each word, of the shape (words, classes)."""
        self._rows = rows
        self._weights = weights

    @classmethod
    def fitted(cls, examples: Sequence[Sequence[str]]) -> Self:
        """Fitted to the texts of each class."""
        counted = [Counter(word for text in texts for word in _words(text)) for texts in examples]
        seen = Counter[str]()
        for counts in counted:
            seen.update(counts)
        words = [word for word, number in seen.items() if number >= _SEEN]
        totals = np.array([len(texts) for texts in examples]) + _SMOOTHING * len(examples)
        shares = (np.array([[counts[word] for word in words] for counts in counted]).T + _SMOOTHING) / totals
        return cls({word: row for row, word in enumerate(words)}, np.log(shares / shares.mean(axis=1, keepdims=True)))

    def scores(self, text: str) -> Array:
        """What the words of a text say for each class, of the shape (classes,): 0 where they say nothing."""
        rows = [row for word in _words(text) if (row := self._rows.get(word)) is not None]
        scores: Array = self._weights[rows].sum(axis=0)
        return scores


def _words(text: str) -> set[str]:
    words = _WORD.findall(text.lower())
    return {*words, *(f"{left} {right}" for left, right in pairwise(words))}
