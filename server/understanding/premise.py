"""Readings of what a question takes for granted: `why does X cost $50`, `since X covers CI, …`."""

import re

from server.query import Query, Select
from server.understanding import cues as ask
from server.understanding.clauses import join
from server.understanding.signals import Signals

_CLAUSE_END = re.compile(r"[,;?]|$")


def read_premise(signals: Signals) -> Query | None:
    """A check of what is said of the one tool or role that the question presumes something about."""
    presumes = ask.PRESUMES.search(signals.lower)
    if not presumes and not ask.WHY.search(signals.lower):
        return None
    pieces = signals.pieces
    if presumes:
        end = _CLAUSE_END.search(signals.lower, presumes.end())
        pieces = [piece for piece in pieces if end and presumes.end() <= piece.start < end.start()]
    named = signals.tools or signals.roles
    if len(named) != 1 or not pieces:
        return None
    select: Select = "tools" if signals.tools else "roles"
    return Query(select=select, measure="check", named=named, where=join(signals.text, pieces), premise=True)
