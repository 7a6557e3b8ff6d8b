"""Naive Bayes: of which class a text is, by the words and pairs of words that the examples of each hold."""

from collections.abc import Mapping
from typing import Self

import numpy as np
from numpy.typing import NDArray

from server.classification.examples import SEEN, Examples, words_of

Array = NDArray[np.floating]
Numbers = NDArray[np.integer]

# What an unseen word counts for; set on the development split of the golden set.
_SMOOTHING = 0.03


class NaiveBayes:
    """What each word says for each class that it was seen in, and against all others."""

    def __init__(
        self, words: Mapping[str, int], starts: Numbers, labels: Numbers, weights: Array, offsets: Array
    ) -> None:
        """What word i says for `labels` are the `weights` from `starts[i]` to `starts[i + 1]`; `offsets`, of the shape
        (classes,), are what any word says for a class by how many examples that has."""
        self._words = words
        self._starts = starts
        self._labels = labels
        self._weights = weights
        self._offsets = offsets

    @classmethod
    def fitted(cls, examples: Examples, rows: Numbers, labels: Numbers, classes: int) -> Self:
        """Fitted to the examples of these rows, each of the class that its label is the number of."""
        lengths = examples.starts[rows + 1] - examples.starts[rows]
        at = np.repeat(examples.starts[rows] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
        said = examples.said[at]
        often = np.bincount(said, minlength=len(examples.words))[said] >= SEEN
        pairs, times = np.unique(said[often] * classes + np.repeat(labels, lengths)[often], return_counts=True)
        starts = np.searchsorted(pairs, np.arange(len(examples.words) + 1) * classes)
        totals = np.bincount(labels, minlength=classes) + _SMOOTHING * classes
        return cls(examples.words, starts, pairs % classes, np.log1p(times / _SMOOTHING), -np.log(totals))

    def scores(self, text: str) -> Array:
        """What the words of a text say for each class, of the shape (classes,), but for what is the same for all of
        them: 0 where they say nothing."""
        numbers = [number for word in words_of(text) if (number := self._words.get(word)) is not None]
        spans = [slice(self._starts[number], self._starts[number + 1]) for number in numbers]
        spans = [span for span in spans if span.stop > span.start]
        if not spans:
            return np.zeros_like(self._offsets)
        labels = np.concatenate([self._labels[span] for span in spans])
        weights = np.concatenate([self._weights[span] for span in spans])
        scores: Array = len(spans) * self._offsets + np.bincount(labels, weights, minlength=len(self._offsets))
        return scores
