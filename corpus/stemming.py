"""Snowball stems of English words, safe to ask from any thread."""

import re
from functools import lru_cache
from threading import Lock

import snowballstemmer

_stemmer = snowballstemmer.stemmer("english")
# The stemmer keeps the word it works on in itself: two threads at once would mix theirs up.
_one_at_a_time = Lock()
# Plurals of abbreviations, which the stemmer leaves as they are: `LLMs`, `GPUs`.
_ABBREVIATIONS = re.compile(r"(?<=^[^aeiouy\W\d_]{2})s$|(?<=^[^aeiouy\W\d_]{3})s$|(?<=^[gtc]pu)s$")
_BRITISH = re.compile(r"(?<=[a-z]{4})is(?=(?:e[ds]?|ing|ations?)$)")


@lru_cache(maxsize=65_536)
def plain_stem(word: str) -> str:
    """The stem of one lower-case word as it is spelled."""
    with _one_at_a_time:
        return str(_stemmer.stemWord(word))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of one lower-case word, British or American: `normalising` and `normalize` have the same."""
    return plain_stem(_BRITISH.sub("iz", _ABBREVIATIONS.sub("", word)))
