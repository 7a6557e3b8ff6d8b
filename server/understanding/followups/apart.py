"""Follow-ups about two amounts that came up one after the other: `what is the gap between the two wages?`."""

import re

from server.query import Query
from server.understanding.followups.angle import basis_of, differs
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.measures import DEFAULT
from server.understanding.words import cues as ask
from server.understanding.words.basis import is_about_money

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
    if said.says(_APART) and not said.names and (spread := _between_extremes(thread)) is not None:
        return spread
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


def _between_extremes(thread: Thread) -> Query | None:
    """What the lowest and the highest of one set, asked for in turn, differ by."""
    queries = [turn.query for turn in thread.turns[-2:] if turn.query is not None]
    if {query.measure for query in queries} != {"min", "max"}:
        return None
    first, last = queries
    alike = (first.select, first.by, first.where) == (last.select, last.by, last.where)
    return last.model_copy(update={"measure": "spread"}) if alike and last.by in ("cost", "wage") else None


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
    if len(focus) == 1 and len(said.names) == 1:  # the cheaper of the two is named where it was described
        names = (*focus, *said.names) if focus != said.names else thread.several
    kinds = {thread.kind_of((name,)) for name in names}
    if len(names) != 2 or len(kinds) != 1 or said.target.noun == "phases":
        return None
    team = last.team if last.named == names else ()
    query = Query(select=last.select, measure="compare", by=last.by, named=names, team=team, basis=last.basis)
    return query.model_copy(update={"basis": basis_of(said.masked, query)}) if kinds == {last.select} else None
