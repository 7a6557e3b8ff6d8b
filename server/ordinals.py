"""Ordinal numbers, in words or digits, and places of a list: `second`, `3rd`, `the last`."""

import re

_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_READ = (*_WORDS, *"thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split())
_DIGITS = r"\d{1,3}(?:st|nd|rd|th)"
ORDINAL = rf"(?:{'|'.join(_READ)}|{_DIGITS})"
_ENDS = {"last": -1, "final": -1, "former": 0, "latter": 1}
PLACE = rf"(?:{ORDINAL}|{'|'.join(_ENDS)})"
LATER = re.compile(rf"\b(?!first\b|1st\b)(?P<n>{ORDINAL})\b")  # from the second on


def ordinal(number: int) -> str:
    """`third`, `21st`; `number` counts from 1 on."""
    if number <= len(_WORDS):
        return _WORDS[number - 1]
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def ordinal_of(word: str) -> int:
    """Which number the ordinal is of, from 1 on; ValueError where it is none."""
    return _READ.index(word) + 1 if word in _READ else int(word[:-2])


def place_of(word: str) -> int:
    """The index of what stands there in a list."""
    return _ENDS[word] if word in _ENDS else ordinal_of(word) - 1
