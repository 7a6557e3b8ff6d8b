"""Examples to learn from: texts and their embeddings, taken apart once for all that is learned from them."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[a-z0-9']+")
# How often a word has to be seen to say anything.
SEEN = 3


class Examples:
    """`vectors` are the embeddings, of the shape (examples, dimensions); `words` has a number for each word or pair of
    words that is seen often enough; those of all examples stand one behind the other in `said`, those of example i from
    `starts[i]` to `starts[i + 1]`."""

    def __init__(self, texts: Sequence[str], vectors: NDArray[np.floating]) -> None:
        """One vector for each text."""
        self.vectors = vectors
        found = [words_of(text) for text in texts]
        seen = Counter(word for words in found for word in words)
        often = (word for word, times in seen.items() if times >= SEEN)
        self.words = {word: number for number, word in enumerate(often)}
        said = [[self.words[word] for word in words if word in self.words] for words in found]
        self.starts = np.array([0, *accumulate(map(len, said))])
        self.said = np.array([number for numbers in said for number in numbers], dtype=np.int64)


def words_of(text: str) -> list[str]:
    """The words and pairs of neighbouring words of a text, each once, in an order that is the same in every process."""
    words = _WORD.findall(text.lower())
    return list(dict.fromkeys((*words, *(f"{left} {right}" for left, right in pairwise(words)))))
