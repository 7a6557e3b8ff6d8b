"""Evens out how people type: lost apostrophes, signs for words, numbers in words, typos in the words
that a typed query hangs on. Catalogue names are the linker's to mend and are left alone."""

import re
from collections.abc import Container

from rapidfuzz.distance import OSA

_CONTRACTIONS = re.compile(
    r"\b(do|does|did|is|are|was|were|has|have|had|ca|wo|would|could|should)nt\b|\b(what|that|who|where|there|it|how|here)s\b(?!')"
    r"|\b(they|we|you)re\b(?! [a-z]+ed)",
    re.IGNORECASE,
)
_TENS = dict(
    zip("ten twenty thirty forty fifty sixty seventy eighty ninety hundred".split(), range(10, 110, 10), strict=True)
)
_SIGNS = (
    (re.compile(r">=|≥|=>"), " at least "),
    (re.compile(r"<=|≤|=<"), " at most "),
    (re.compile(r"(?<=[\s\w])>(?=\s*\$?\d)"), " over "),
    (re.compile(r"(?<=[\s\w])<(?=\s*\$?\d)"), " under "),
    (re.compile(r"(?<=\w)\s+\+\s+(?=\w)"), " plus "),
    (re.compile(r"#(?= of\b)"), "number"),
    (re.compile(r"\b(?:a|one) hundred(?= (?:dollars|bucks|usd|a month|per month))", re.IGNORECASE), "100"),
    (re.compile(r"\b(than|above|over|below|under) (?:nothing|zero)\b", re.IGNORECASE), r"\1 $0"),
    (re.compile(r"\b(\d+)\s?(?:/|per )\s?(?:mo|month|mth)\b", re.IGNORECASE), r"\1 a month"),
)
_DOLLARS = re.compile(rf"\b({'|'.join(_TENS)})(?= (?:dollars?|bucks|usd|a month|per month)\b)", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]{4,}")
_KEYWORDS = frozenset(
    """which tool tools role roles phase phases stage stages cover covers covering cost costs price prices priced pricing cheap
    cheaper cheapest expensive dearest month monthly total much many count wage wages salary salaries earn earns paid free open source
    both only solely without except compare difference maturity level levels model lifecycle people consumption based request
    budget together common highest lowest fewest most least between under over above below neither either common""".split()
)
_NOT_TYPOS = frozenset(
    "phrase phrases course courses tolls toll rules rule prize prizes moths earns toolkit stag soul".split()
)


def evened(question: str, known: Container[str]) -> str:
    """The question as a careful typist would have put it; words in `known` are never changed."""
    text = _CONTRACTIONS.sub(_apostrophe, question)
    for pattern, words in _SIGNS:
        text = pattern.sub(words, text)
    text = _DOLLARS.sub(lambda match: f"${_TENS[match.group(1).lower()]}", text)
    return " ".join(_WORD.sub(lambda match: _mended(match.group(), known), text).split())


def _apostrophe(match: re.Match[str]) -> str:
    negated, subject, plural = match.groups()
    if negated:
        return f"{negated}n't"
    return f"{subject}'s" if subject else f"{plural}'re"


def _mended(word: str, known: Container[str]) -> str:
    form = word.lower()
    if form in _KEYWORDS or form in _NOT_TYPOS or form in known or not (word.islower() or word.istitle()):
        return word
    near = [keyword for keyword in _KEYWORDS if keyword[0] == form[0] and _one_slip(form, keyword)]
    return near[0] if len(near) == 1 else word


def _one_slip(word: str, keyword: str) -> bool:
    """One letter lost, doubled or swapped with its neighbour; one exchanged only in a long word."""
    if abs(len(word) - len(keyword)) > 1 or OSA.distance(word, keyword, score_cutoff=1) != 1:
        return False
    exchanged = len(word) == len(keyword) and sorted(word) != sorted(keyword)
    return not exchanged or len(word) > 6
