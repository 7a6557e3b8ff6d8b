"""How like two words are where they stand, by the vectors that a sentence encoder gives each in its context.

A thesaurus tells that `monitor` may stand for `watch`; only the context tells whether it does here.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from server.verification.text import Text, Word

Matrix = NDArray[np.float32]
_REMEMBERED = 512


# Gives each piece of a text its place (start, end) and its unit vector in context.
Encoder = Callable[[str], tuple[list[tuple[int, int]], Matrix]]


class Likeness:
    """Cosines between the words of two texts; texts met before are not encoded again."""

    def __init__(self, encoder: Encoder) -> None:
        self._tokens = lru_cache(maxsize=_REMEMBERED)(encoder)

    def between(self, sentence: Text, evidence: Text) -> Matrix:
        """One row for each word of the sentence, one column for each of the evidence."""
        cosines: Matrix = (
            self._vectors(sentence.words, sentence.source) @ self._vectors(evidence.words, evidence.source).T
        )
        return cosines

    def _vectors(self, words: Sequence[Word], source: str) -> Matrix:
        spans, pieces = self._tokens(source)
        if not words:
            return np.zeros((0, pieces.shape[1]), dtype=np.float32)
        vectors = np.stack([_mean(word, spans, pieces) for word in words])
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Matrix = vectors / np.maximum(norms, np.float32(1e-9))
        return unit


def _mean(word: Word, spans: Sequence[tuple[int, int]], pieces: Matrix) -> Matrix:
    """The mean of a word's pieces; zero for a word beyond what the encoder reads."""
    own = [at for at, (start, end) in enumerate(spans) if start < word.end and word.start < end]
    mean: Matrix = pieces[own].mean(axis=0) if own else np.zeros(pieces.shape[1], dtype=np.float32)
    return mean
