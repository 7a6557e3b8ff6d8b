"""By meaning and by words: what a text is about has its own vocabulary, which an embedding blurs."""

from collections.abc import Mapping, Sequence
from typing import Generic, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from server.classification.discriminant import Discriminant
from server.classification.examples import Examples
from server.classification.naive_bayes import NaiveBayes
from server.embedded import Embedded

Array = NDArray[np.floating]
Label = TypeVar("Label")

# What words count for beside meaning; set on the development split of the golden set.
_WORDS = 0.3


class Classifier(Generic[Label]):
    """Says how likely a text is of each class; no class is likelier than another before the text is known."""

    def __init__(self, labels: tuple[Label, ...], meaning: Discriminant, words: NaiveBayes) -> None:
        self._labels = labels
        self._meaning = meaning
        self._words = words

    @classmethod
    def learned(cls, examples: Examples, classes: Mapping[Label, Sequence[int]]) -> Self:
        """Learned from the examples of each class, at least one, by their numbers."""
        numbers = np.array([len(each) for each in classes.values()])
        rows, labels = np.concatenate([*map(np.array, classes.values())]), np.repeat(np.arange(len(numbers)), numbers)
        meaning = Discriminant.fitted(examples.vectors[rows], numbers)
        return cls(tuple(classes), meaning, NaiveBayes.fitted(examples, rows, labels, len(numbers)))

    def scores(self, asked: Embedded) -> Array:
        """A log-likelihood for each class, in the order that they were learned in, but for what all of them share."""
        scores: Array = self._meaning.scores(np.array(asked.vector)) + _WORDS * self._words.scores(asked.text)
        return scores

    def likelihoods(self, asked: Embedded) -> dict[Label, float]:
        """How likely it is of each class; they add up to 1."""
        scores = self.scores(asked)
        shares = np.exp(scores - scores.max())
        return dict(zip(self._labels, (shares / shares.sum()).tolist(), strict=True))
