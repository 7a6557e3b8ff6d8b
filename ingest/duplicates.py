"""Passages that say what another one says already: the same words, or nearly the same."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

_PERMUTATIONS = 64
_DIGEST = 16
# Signatures that have one of eight bands in common are looked at: 99 % of those that are alike.
_BAND = _PERMUTATIONS * 4 // 8
# The share of common runs of three words from which one of two passages is enough.
_ALIKE = 0.9
_RUN = 3
_WORD = re.compile(r"\w+")


def signature_of(text: str) -> bytes:
    """What a text is compared by: a digest of its words, then a MinHash of its runs of three words."""
    words = _WORD.findall(text.lower()) or [text]
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=1)
    minhash.update(sorted(runs))
    values = np.array(minhash.digest(), np.uint32).tobytes()
    return hashlib.sha256(" ".join(words).encode()).digest()[:_DIGEST] + values


class Duplicates:
    """Remembers what was seen: the first of several that are alike is no duplicate."""

    def __init__(self) -> None:
        self.found = 0
        self._values: dict[bytes, NDArray[np.uint32]] = {}
        self._with_band: defaultdict[tuple[int, bytes], list[bytes]] = defaultdict(list)

    def seen(self, signature: bytes) -> bool:
        """Whether something alike was asked about before; counts it in `found`."""
        digest, values = signature[:_DIGEST], np.frombuffer(signature[_DIGEST:], np.uint32)
        bands = list(_bands(signature[_DIGEST:]))
        candidates = {other for band in bands for other in self._with_band.get(band, ())}
        if digest in self._values or any(self._alike(other, values) for other in candidates):
            self.found += 1
            return True
        self._values[digest] = values
        for band in bands:
            self._with_band[band].append(digest)
        return False

    def _alike(self, other: bytes, values: NDArray[np.uint32]) -> bool:
        return float(np.mean(self._values[other] == values)) >= _ALIKE


def _bands(values: bytes) -> Iterator[tuple[int, bytes]]:
    for start in range(0, len(values), _BAND):
        yield start, values[start : start + _BAND]
