"""Occupation codes by how many roles they have: shared with another role, a role's own, counted apart."""

import re
from collections import Counter

from server.conditions import Classified, Condition
from server.understanding.pieces.measures import number_of
from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_CODES = r"(?:dol )?(?:codes?|titles?|occupations?|classifications?)"
_SHARED = re.compile(
    rf"\b{_CODES}\b.*\b(?:another|others?|more than one|several|multiple|shared?|sharing|twice|once)\b"
    rf"|\b(?:shar(?:e|es|ed|ing)|same)\b.*\b{_CODES}\b"
)
_OWN = phrases(
    rf"""
    {_CODES}\b.*\b(?:to (?:him|her|it|them)sel(?:f|ves)|of (?:its|their|his|her) own|nobody else|no other|no one else)
    (?:unique|(?:its|their) own|exclusive|not shared?|unshared) {_CODES}
    (?:not|\w+n['’]t|no) (?:\w+ )?shar\w+ (?:\w+ )?{_CODES}
    """
)
_DIFFERENT = re.compile(
    r"\b(?:how many|number of|count(?: of)?)"
    r"(?: (?:distinct|different|unique|separate|dol|occupations?|occupational))* (?:codes|titles)\b"
)


_SHARED_BY = re.compile(
    r"\b(?:that|which|where|whose|under which|with) (?:exactly |at least )?(?P<n>two|three|four|\d) (?:of (?:the"
    r"|these) )?(?:listed )?"
    r"(?:roles|jobs|positions|people|professions)\b"
)


def counts_codes(signals: Signals) -> bool:
    """`how many different DOL codes …`: the codes are counted, not the roles."""
    return signals.says(_DIFFERENT) and ask.DOL.search(signals.lower) is not None


def codes_by_use(signals: Signals) -> Condition | None:
    """`roles that share their DOL code with another`, `… whose code nobody else has`."""
    own = signals.says(_OWN)
    shared_by = _SHARED_BY.search(signals.masked)
    given = signals.titles or any(isinstance(piece.condition, Classified) for piece in signals.pieces)
    if given or not ask.DOL.search(signals.lower) or not (own or shared_by or signals.says(_SHARED)):
        return None
    used = Counter(role.dol_code for role in signals.catalogue.roles.values())
    if shared_by:
        several = number_of(shared_by["n"])
        return Classified(dol_codes=tuple(code for code, count in used.items() if count == several))
    return Classified(dol_codes=tuple(code for code, count in used.items() if (count == 1) == own))
