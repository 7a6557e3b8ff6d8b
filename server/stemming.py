"""Snowball stems of English words, safe to ask from any thread."""

from functools import lru_cache
from threading import Lock

import snowballstemmer

_stemmer = snowballstemmer.stemmer("english")
# The stemmer keeps the word it works on in itself: two threads at once would mix theirs up.
_one_at_a_time = Lock()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of one lower-case word."""
    with _one_at_a_time:
        return str(_stemmer.stemWord(word))
