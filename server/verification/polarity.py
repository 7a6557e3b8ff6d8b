"""Negation, hedges, sweeping words and directions: what turns a claim round or widens it."""

from collections.abc import Iterable

from server.verification.alignment import Alignment
from server.verification.lexicon import (
    DIRECTED,
    EXCEPTIONS,
    HEDGES_MAYBE,
    HEDGES_OFTEN,
    NEGATORS,
    SCARCE,
    SWEEPING,
    meanings,
)
from server.verification.text import Mark, Text

_REACH = 3
_EVERY = frozenset(("all", "every", "each"))
_GROUPS = (NEGATORS, SCARCE, _EVERY, *(frozenset((word,)) for word in SWEEPING - _EVERY - SCARCE))


def flaw(sentence: Text, evidence: Text, alignment: Alignment) -> str | None:
    """What the sentence turns round or widens against the evidence, or None."""
    for group in _GROUPS:
        ours, theirs = _of(sentence, group), _of(evidence, group)
        for mark in ours:
            if not any(_reach(sentence, mark) & _widened(evidence, other) for other in theirs):
                return f"'{mark.surface}' is not in the evidence"
        if group in (NEGATORS, SCARCE):
            for mark in theirs:
                if _covered(mark, evidence, alignment) and not any(
                    _reach(sentence, own) & _widened(evidence, mark) for own in ours
                ):
                    return f"the evidence says '{mark.surface}'"
    excepted = _of(evidence, EXCEPTIONS)
    if bool(_of(sentence, EXCEPTIONS)) != any(_covered(mark, evidence, alignment) for mark in excepted):
        return "only one of sentence and evidence speaks of an exception"
    return _dropped_hedge(sentence, evidence, alignment) or _turned(sentence, evidence)


def _of(text: Text, group: Iterable[str]) -> list[Mark]:
    return [mark for mark in text.marks if mark.surface in group]


def _reach(text: Text, mark: Mark) -> frozenset[str]:
    """Stems of the words that a mark speaks about: the next few, or the last ones before a full stop."""
    words = text.words[mark.at : mark.at + _REACH] or text.words[-2:]
    return frozenset(word.root for word in words)


def _widened(text: Text, mark: Mark) -> frozenset[str]:
    return frozenset(root for own in _reach(text, mark) for root in meanings(own)) | (
        _reach(text, mark) if mark.at else frozenset()
    )


def _covered(mark: Mark, evidence: Text, alignment: Alignment) -> bool:
    """Whether the sentence states the very words that the evidence's mark turns round."""
    argument = range(mark.at, min(mark.at + 2, len(evidence.words)))
    if not argument:
        argument = range(max(0, len(evidence.words) - 2), len(evidence.words))
    return any(place in argument for place in alignment.places if place is not None)


def _dropped_hedge(sentence: Text, evidence: Text, alignment: Alignment) -> str | None:
    maybe = bool(_of(sentence, HEDGES_MAYBE))
    often = maybe or bool(_of(sentence, HEDGES_OFTEN))
    stated = {place for place in alignment.places if place is not None}
    for mark in _of(evidence, HEDGES_MAYBE | HEDGES_OFTEN):
        kept = maybe if mark.surface in HEDGES_MAYBE else often
        if not kept and mark.surface != "can" and mark.at in stated and mark.at - 1 in stated:
            return f"the evidence only says '{mark.surface}'"
    return None


def _turned(sentence: Text, evidence: Text) -> str | None:
    for word in DIRECTED:
        ours, theirs = _of(sentence, (word,)), _of(evidence, (word,))
        if word in ("before", "after") and ours and not theirs:
            return f"'{word}' is not in the evidence"
        for mark in ours:
            if theirs and not any(_reach(sentence, mark) & _widened(evidence, other) for other in theirs):
                return f"'{word}' goes with other words in the evidence"
    return None
