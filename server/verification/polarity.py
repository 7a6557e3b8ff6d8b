"""Negation, hedges, sweeping words and directions: what turns a claim round or widens it."""

from collections.abc import Iterable

from server.verification.alignment import Alignment
from server.verification.lexicon import (
    DIRECTED,
    EXCEPTIONS,
    HEDGES_MAYBE,
    HEDGES_OFTEN,
    NEGATORS,
    OPEN,
    PASSIVE_NEGATORS,
    SCARCE,
    SWEEPING,
    meanings,
)
from server.verification.text import PURE, Mark, Text

_REACH, _GOVERNED = 3, 2
_EVERY = frozenset(("all", "every", "each"))
_ONLY = frozenset(("only",))
# Groups that turn a claim round when they are left out.
_TURNING = (NEGATORS, SCARCE, _ONLY, OPEN)
_GROUPS = (*_TURNING, _EVERY, *(frozenset((word,)) for word in SWEEPING - _EVERY - SCARCE - _ONLY))


def flaw(sentence: Text, evidence: Text, alignment: Alignment) -> str | None:
    """What the sentence turns round or widens against the evidence, or None."""
    for group in _GROUPS:
        unmatched, theirs = _of(sentence, group), _of(evidence, group)
        for mark in theirs:
            own = next((own for own in unmatched if reach(sentence, own) & _widened(evidence, mark)), None)
            if own is not None:
                unmatched.remove(own)
            elif group in _TURNING and _covered(mark, evidence, alignment):
                return f"the evidence says '{mark.surface}'"
        if unmatched:
            return f"'{unmatched[0].surface}' is not in the evidence"
    excepted = _of(evidence, EXCEPTIONS)
    if bool(_of(sentence, EXCEPTIONS)) != any(_covered(mark, evidence, alignment) for mark in excepted):
        return "only one of sentence and evidence speaks of an exception"
    return _dropped_hedge(sentence, evidence, alignment) or _turned(sentence, evidence, alignment)


def _of(text: Text, group: Iterable[str]) -> list[Mark]:
    return [mark for mark in text.marks if mark.surface in group]


def reach(text: Text, mark: Mark) -> frozenset[str]:
    """Stems of the words that a mark speaks about: the next few, or the last ones before a full stop."""
    if mark.surface in PASSIVE_NEGATORS:
        # "overfitting is prevented": what comes before is denied.
        return frozenset(word.root for word in text.words[max(0, mark.at - _REACH) : mark.at])
    words = list(text.words[mark.at : mark.at + 1])
    for word in text.words[mark.at + 1 : mark.at + _REACH]:
        if word.breaks:
            break
        words.append(word)
    return frozenset(word.root for word in words or text.words[-2:])


def _widened(text: Text, mark: Mark) -> frozenset[str]:
    return frozenset(root for own in reach(text, mark) for root in meanings(own)) | (
        reach(text, mark) if mark.at else frozenset()
    )


def _covered(mark: Mark, evidence: Text, alignment: Alignment) -> bool:
    """Whether the sentence states the very words that the evidence's mark turns round."""
    argument = range(mark.at, min(mark.at + 2, len(evidence.words)))
    if not argument:
        argument = range(max(0, len(evidence.words) - 2), len(evidence.words))
    return any(place in argument for place in alignment.places if place is not None)


def _dropped_hedge(sentence: Text, evidence: Text, alignment: Alignment) -> str | None:
    stated = {place for place in alignment.places if place is not None}
    for mark in _of(evidence, HEDGES_MAYBE | HEDGES_OFTEN):
        if mark.surface == "can" or not {mark.at, mark.at - 1} <= stated:
            continue
        strong = HEDGES_MAYBE if mark.surface in HEDGES_MAYBE else HEDGES_MAYBE | HEDGES_OFTEN
        if not any(reach(sentence, own) & _widened(evidence, mark) for own in _of(sentence, strong)):
            return f"the evidence only says '{mark.surface}'"
    return None


def _turned(sentence: Text, evidence: Text, alignment: Alignment) -> str | None:
    for word in DIRECTED:
        ours, theirs = _of(sentence, (word,)), _of(evidence, (word,))
        if word in ("before", "after") and ours and not theirs:
            return f"'{word}' is not in the evidence"
        reached = {place for other in theirs for place in _argument(evidence, other)}
        for mark in ours:
            landed = {alignment.places[at] for at in _argument(sentence, mark)} - {None}
            if theirs and landed.isdisjoint(reached):
                return f"'{word}' goes with other words in the evidence"
    return None


def _argument(text: Text, mark: Mark) -> range:
    """The next few words that a direction governs."""
    # `from` and `against` are no words to be covered; the others are, and stand at `at` themselves.
    start = mark.at + (mark.surface not in PURE)
    return range(start, min(start + _GOVERNED, len(text.words)))
