"""Passages that say what another one says already: the same words, or nearly the same."""

import hashlib
import re

import numpy as np
from datasketch import MinHash, MinHashLSH
from numpy.typing import NDArray

_PERMUTATIONS = 64
_DIGEST = 16
_SCHEME = "affine32"
# The share of common runs of three words from which one of two passages is enough.
_ALIKE = 0.9
_RUN = 3
_WORD = re.compile(r"\w+")


def signature_of(text: str) -> bytes:
    """What a text is compared by: a digest of its words, then a MinHash of its runs of three words."""
    words = _WORD.findall(text.lower()) or [text]
    runs = {" ".join(words[at : at + _RUN]).encode() for at in range(max(1, len(words) - _RUN + 1))}
    minhash = MinHash(num_perm=_PERMUTATIONS, seed=1, scheme=_SCHEME)
    minhash.update_batch(sorted(runs))
    values: bytes = minhash.hashvalues.tobytes()
    return hashlib.sha256(" ".join(words).encode()).digest()[:_DIGEST] + values


class Duplicates:
    """Remembers what was seen: the first of several that are alike is no duplicate."""

    def __init__(self) -> None:
        self.found = 0
        self._values: dict[bytes, NDArray[np.uint32]] = {}
        # Eight bands of eight find 99 % of what is this much alike; candidates are then looked at whole.
        self._near = MinHashLSH(num_perm=_PERMUTATIONS, params=(8, 8))

    def seen(self, signature: bytes) -> bool:
        """Whether something alike was asked about before; counts it in `found`."""
        digest, values = signature[:_DIGEST], np.frombuffer(signature[_DIGEST:], np.uint32)
        minhash = MinHash(num_perm=_PERMUTATIONS, seed=1, hashvalues=values, scheme=_SCHEME)
        if digest in self._values or any(self._alike(other, values) for other in self._near.query(minhash)):
            self.found += 1
            return True
        self._values[digest] = values
        self._near.insert(digest, minhash, check_duplication=False)
        return False

    def _alike(self, other: bytes, values: NDArray[np.uint32]) -> bool:
        return float(np.mean(self._values[other] == values)) >= _ALIKE
