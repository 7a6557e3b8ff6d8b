"""Whether evidence says the opposite of what a question takes for granted.

A claim cut out of a question is looser than a sentence of an answer: light verbs and the words that name the source may
be missing from the evidence. All else must be there, and one word be its opposite, one figure another, or one denied.
"""

from collections.abc import Sequence

from corpus.stemming import plain_stem
from server.verification import relations
from server.verification.alignment import TOLERATED, Alignment, align
from server.verification.lexicon import NEGATORS, opposed
from server.verification.likeness import Likeness
from server.verification.text import Text

_LIGHT = frozenset(
    plain_stem(word)
    for word in """
    say state claim conclude argue think believe find hold advise decide describe list mention suggest write show tell
    put place placed come go happen occur take get make do need use want run start keep work matter serve consider
    paper author authors study article table figure section corpus people team teams company companies why phase stage
    only really actually still even also exactly
    """.split()
)
_CARRIED = 2
_TIMES = frozenset(("before", "after"))


def unsaid(claim: Text, evidence: Sequence[Text], likeness: Likeness | None) -> float:
    """The share of the claim's weighty words that no evidence says, in its own or in like words."""
    weighty = [word.surface for word in claim.words if word.root not in _LIGHT]
    missing = set(weighty)
    for text in evidence:
        missing &= set(align(claim, text, frozenset(), likeness).missing)
    return len(missing) / len(weighty) if weighty else 0.0


def denies(claim: Text, evidence: Text, likeness: Likeness | None) -> bool:
    """Whether the evidence speaks of the very thing and turns round what is claimed of it."""
    alignment = align(claim, evidence, frozenset(), likeness)
    unsaid = {*alignment.missing, *alignment.alike}
    turned = {
        word.surface: other
        for word in claim.words
        for other in evidence.words
        if word.surface in unsaid and other.root not in claim.roots and opposed(word.root, other.root)
    }
    weighty = [word for word in claim.words if word.root not in _LIGHT and not word.is_number]
    carried = [word for word in weighty if word.surface not in unsaid]
    if any(word.surface in alignment.missing and word.surface not in turned for word in weighty):
        return False
    if len(carried) < _CARRIED:
        return False
    if _TIMES.issuperset(turned):
        timed = bool(turned) and _other_time(claim, evidence, alignment)
        return (
            timed
            or _other_figures(claim, evidence)
            or (len(carried) > _CARRIED and _denied(claim, evidence, alignment))
        )
    return True


def _other_time(claim: Text, evidence: Text, alignment: Alignment) -> bool:
    """Whether what comes `before` one thing in the claim comes `after` the same thing in the evidence."""
    if relations.reversed_time(claim, evidence, alignment):
        return True
    ours, theirs = (
        next((at for at, word in enumerate(text.words) if word.surface in _TIMES), len(text.words))
        for text in (claim, evidence)
    )
    governed = alignment.places[ours + 1 : ours + 2]
    return any(place in range(theirs + 1, theirs + 3) for place in governed)


def _other_figures(claim: Text, evidence: Text) -> bool:
    """Whether one figure alone is another in the evidence, of as many digits: `introduced in 2005`."""
    ours, theirs = claim.numbers - evidence.numbers, evidence.numbers - claim.numbers
    return len(ours) == 1 and len(theirs) == 1 and len(min(ours)) == len(min(theirs))


def _denied(claim: Text, evidence: Text, alignment: Alignment) -> bool:
    """Whether only one of the two denies the words that both share."""
    if alignment.disorder > TOLERATED:
        return False
    places = [place for place in alignment.places if place is not None]
    span = range(min(places), max(places) + 1)
    ours = [mark for mark in claim.marks if mark.surface in NEGATORS]
    theirs = [mark for mark in evidence.marks if mark.surface in NEGATORS and mark.at in span]
    return bool(ours) != bool(theirs)
