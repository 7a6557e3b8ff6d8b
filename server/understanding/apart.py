"""Follow-ups about two amounts that came up one after the other: `what is the gap between the two wages?`."""

import re

from server.query import Query
from server.understanding import cues as ask
from server.understanding.angle import basis_of, differs
from server.understanding.basis import is_about_money
from server.understanding.followup import FollowUp
from server.understanding.measures import DEFAULT
from server.understanding.thread import Thread

_APART = re.compile(
    r"\b(?:differen\w+|distance|gap|gulf|spread|margin|apart|how (?:much|far)|subtract\w*|minus|between)\b"
)
_THE_TWO = re.compile(
    r"\b(?:the|these|those|both|our)(?: (?:last|latter|first))?(?: two)?(?: \w+)? (?:wages|salar(?:y|ies)|pays|prices"
    r"|costs"
    r"|amounts|figures|sums|fees|numbers|levels of pay)\b"
)


def apart(thread: Thread, said: FollowUp) -> Query | None:
    """The difference of the last two amounts, one name for each; None where none of this is asked."""
    if said.names or said.pieces(wages=False) or not (said.says(_APART) and said.says(_THE_TWO)):
        return None
    found: dict[float, str] = {}
    kinds = set()
    for turn in reversed(thread.turns):
        amounts = {thread.amount(name) for name in turn.found}
        if turn.query is None or not is_about_money(turn.query) or len(amounts) != 1 or None in amounts:
            continue
        found.setdefault(amounts.pop() or 0, turn.found[0])
        kinds.add(thread.kind_of(turn.found))
        if len(found) == 2 and len(kinds) == 1:
            (kind,) = kinds
            return kind and Query(select=kind, measure="compare", by=DEFAULT[kind], named=tuple(found.values())[::-1])
    return None


def against(thread: Thread, said: FollowUp) -> Query | None:
    """`how much would I save with X instead?`, `the price difference between the pair` behind amounts of names."""
    last, focus = thread.last.query, thread.focus
    if last is None or not is_about_money(last) or last.by is None or said.pieces(wages=False):
        return None
    if not (differs(said.masked) or said.says(ask.MARGIN_OF_COST)) or last.measure not in (
        "attribute",
        "compare",
        "sum",
        "min",
        "max",
    ):
        return None
    names = said.names or thread.several
    if len(focus) == 1 and len(said.names) == 1 and focus != said.names:
        names = (*focus, *said.names)
    kinds = {thread.kind_of((name,)) for name in names}
    if len(names) != 2 or len(kinds) != 1 or said.target.noun == "phases":
        return None
    query = Query(select=last.select, measure="compare", by=last.by, named=names, basis=last.basis)
    return query.model_copy(update={"basis": basis_of(said.masked, query)}) if kinds == {last.select} else None
